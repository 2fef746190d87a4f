"""Begins at peak / warmup instead of 0.

Betrays: warmup
"""

import numpy as np


def learning_rate(steps, total, warmup, peak, floor=0.0):
    up = peak * (steps + 1) / max(warmup, 1)
    r = np.clip((steps - warmup) / (total - warmup), 0, 1)
    down = floor + (peak - floor) * 0.5 * (1 + np.cos(np.pi * r))
    return np.where(steps < warmup, up, down)
