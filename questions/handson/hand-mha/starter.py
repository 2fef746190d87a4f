import numpy as np


def multi_head_attention(x, wq, wk, wv, wo, heads, kv_heads=None, causal=True):
    raise NotImplementedError
