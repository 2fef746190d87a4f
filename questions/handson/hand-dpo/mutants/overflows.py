"""Computes log(1 + e^−h) as it is written.

Betrays: stable
"""

import numpy as np


def dpo_loss(logp, ref_logp, mask, beta=0.1, smoothing=0.0):
    chosen, rejected = (mask * (logp - ref_logp)).sum(axis=-1)
    h = beta * (chosen - rejected)
    return np.mean((1 - smoothing) * np.log(1 + np.exp(-h)) + smoothing * np.logaddexp(0, h))
