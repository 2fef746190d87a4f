"""Counts from the first step but divides by what is left after the warm-up.

Betrays: cosine
"""

import numpy as np


def learning_rate(steps, total, warmup, peak, floor=0.0):
    up = peak * steps / max(warmup, 1)
    r = np.clip(steps / (total - warmup), 0, 1)
    down = floor + (peak - floor) * 0.5 * (1 + np.cos(np.pi * r))
    return np.where(steps < warmup, up, down)
