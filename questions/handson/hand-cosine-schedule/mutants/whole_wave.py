"""Takes a whole cosine, which is back at the peak at the end.

Betrays: cosine
"""

import numpy as np


def learning_rate(steps, total, warmup, peak, floor=0.0):
    up = peak * steps / max(warmup, 1)
    r = np.clip((steps - warmup) / (total - warmup), 0, 1)
    down = floor + (peak - floor) * 0.5 * (1 + np.cos(2 * np.pi * r))
    return np.where(steps < warmup, up, down)
