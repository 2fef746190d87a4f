import numpy as np


def learning_rate(steps, total, warmup, peak, floor=0.0):
    rising = peak * steps / max(warmup, 1)  # with warmup = 0 nothing is left below, and nothing is divided by 0
    # 0 where the warm-up ends, 1 at the end. Beyond it stays 1, or else the cosine would rise again.
    progress = np.minimum((steps - warmup) / (total - warmup), 1.0)
    falling = floor + (peak - floor) * (1 + np.cos(np.pi * progress)) / 2
    return np.where(steps < warmup, rising, falling)
