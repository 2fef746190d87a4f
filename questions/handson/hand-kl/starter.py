import numpy as np


def kl_estimates(logp, ref_logp, mask):
    raise NotImplementedError
