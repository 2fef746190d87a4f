"""Lets the cosine go on beyond the end.

Betrays: after
"""

import numpy as np


def learning_rate(steps, total, warmup, peak, floor=0.0):
    up = peak * steps / max(warmup, 1)
    r = (steps - warmup) / (total - warmup)
    down = floor + (peak - floor) * 0.5 * (1 + np.cos(np.pi * r))
    return np.where(steps < warmup, up, down)
