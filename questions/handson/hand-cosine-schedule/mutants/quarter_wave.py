"""Takes a quarter of a cosine.

Betrays: cosine
"""

import numpy as np


def learning_rate(steps, total, warmup, peak, floor=0.0):
    up = peak * steps / max(warmup, 1)
    r = np.clip((steps - warmup) / (total - warmup), 0, 1)
    down = floor + (peak - floor) * np.cos(np.pi / 2 * r)
    return np.where(steps < warmup, up, down)
