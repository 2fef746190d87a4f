"""Cuts the caller's steps off at the end.

Betrays: inputs
"""

import numpy as np


def learning_rate(steps, total, warmup, peak, floor=0.0):
    np.minimum(steps, total, out=steps)
    up = peak * steps / max(warmup, 1)
    r = np.clip((steps - warmup) / (total - warmup), 0, 1)
    down = floor + (peak - floor) * 0.5 * (1 + np.cos(np.pi * r))
    return np.where(steps < warmup, up, down)
