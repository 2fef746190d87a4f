"""Takes ratios of probabilities instead of their logarithms.

Betrays: margin
"""

import numpy as np


def dpo_loss(logp, ref_logp, mask, beta=0.1, smoothing=0.0):
    chosen, rejected = (mask * (logp - ref_logp)).sum(axis=-1)
    chosen, rejected = np.exp(np.minimum(chosen, 50)), np.exp(np.minimum(rejected, 50))
    h = beta * (chosen - rejected)
    return np.mean((1 - smoothing) * np.logaddexp(0, -h) + smoothing * np.logaddexp(0, h))
