"""Subtracts the reference where the policy's log-probabilities stand.

Betrays: inputs
"""

import numpy as np


def dpo_loss(logp, ref_logp, mask, beta=0.1, smoothing=0.0):
    logp -= ref_logp
    chosen, rejected = (mask * logp).sum(axis=-1)
    h = beta * (chosen - rejected)
    return np.mean((1 - smoothing) * np.logaddexp(0, -h) + smoothing * np.logaddexp(0, h))
