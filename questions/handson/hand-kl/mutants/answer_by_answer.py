"""Averages over each answer first.

Betrays: averaging
"""

import numpy as np


def kl_estimates(logp, ref_logp, mask):
    log_r = np.where(mask, ref_logp - logp, 0.0)
    k1 = -log_r
    k2 = log_r**2 / 2
    k3 = np.exp(log_r) - 1 - log_r
    return tuple(np.mean(k.sum(axis=1) / np.maximum(mask.sum(axis=1), 1)) for k in (k1, k2, k3))
