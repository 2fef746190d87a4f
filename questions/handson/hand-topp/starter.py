import numpy as np


def top_p_filter(probs, p):
    raise NotImplementedError
