"""Falls along a straight line.

Betrays: cosine
"""

import numpy as np


def learning_rate(steps, total, warmup, peak, floor=0.0):
    up = peak * steps / max(warmup, 1)
    r = np.clip((steps - warmup) / (total - warmup), 0, 1)
    down = floor + (peak - floor) * (1 - r)
    return np.where(steps < warmup, up, down)
