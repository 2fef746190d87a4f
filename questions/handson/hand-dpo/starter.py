import numpy as np


def dpo_loss(logp, ref_logp, mask, beta=0.1, smoothing=0.0):
    raise NotImplementedError
