"""Counts the warm-up into the cosine, so that it begins below the peak.

Betrays: cosine
"""

import numpy as np


def learning_rate(steps, total, warmup, peak, floor=0.0):
    up = peak * steps / max(warmup, 1)
    r = np.clip(steps / total, 0, 1)
    down = floor + (peak - floor) * 0.5 * (1 + np.cos(np.pi * r))
    return np.where(steps < warmup, up, down)
