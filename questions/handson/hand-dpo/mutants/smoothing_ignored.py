"""Leaves the smoothing out.

Betrays: smoothing
"""

import numpy as np


def dpo_loss(logp, ref_logp, mask, beta=0.1, smoothing=0.0):
    chosen, rejected = (mask * (logp - ref_logp)).sum(axis=-1)
    h = beta * (chosen - rejected)
    return np.mean(np.logaddexp(0, -h))
