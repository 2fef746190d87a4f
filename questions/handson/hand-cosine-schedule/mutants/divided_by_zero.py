"""Divides by a warm-up of 0.

Betrays: warmup
"""

import numpy as np


def learning_rate(steps, total, warmup, peak, floor=0.0):
    up = peak * steps / warmup
    r = np.clip((steps - warmup) / (total - warmup), 0, 1)
    down = floor + (peak - floor) * 0.5 * (1 + np.cos(np.pi * r))
    return np.where(steps <= warmup, up, down)
