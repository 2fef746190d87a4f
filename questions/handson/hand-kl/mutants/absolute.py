"""Takes the absolute value, so that k1 is never negative.

Betrays: k1
"""

import numpy as np


def kl_estimates(logp, ref_logp, mask):
    log_r = np.where(mask, ref_logp - logp, 0.0)
    k1 = np.abs(log_r)
    k2 = log_r**2 / 2
    k3 = np.exp(log_r) - 1 - log_r
    kept = max(mask.sum(), 1)
    return k1.sum() / kept, k2.sum() / kept, k3.sum() / kept
