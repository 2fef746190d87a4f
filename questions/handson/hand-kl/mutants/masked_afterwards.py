"""Multiplies by the mask after exp, where inf · 0 is nan.

Betrays: averaging
"""

import numpy as np


def kl_estimates(logp, ref_logp, mask):
    log_r = ref_logp - logp
    k1 = -log_r
    k2 = log_r**2 / 2
    k3 = np.exp(log_r) - 1 - log_r
    kept = max(mask.sum(), 1)
    return tuple((mask * k).sum() / kept for k in (k1, k2, k3))
