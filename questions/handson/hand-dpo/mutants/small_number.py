"""Adds a small number inside the logarithm, which caps the loss.

Betrays: stable
"""

import numpy as np


def dpo_loss(logp, ref_logp, mask, beta=0.1, smoothing=0.0):
    chosen, rejected = (mask * (logp - ref_logp)).sum(axis=-1)
    h = beta * (chosen - rejected)
    return np.mean((1 - smoothing) * -np.log(1 / (1 + np.exp(-h)) + 1e-10) + smoothing * np.logaddexp(0, h))
