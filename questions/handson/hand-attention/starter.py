import numpy as np


def attention(q, k, v, causal=False):
    raise NotImplementedError
