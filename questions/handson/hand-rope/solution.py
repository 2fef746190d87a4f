import numpy as np


def apply_rope(x, positions, base=10000.0):
    half = x.shape[-1] // 2
    # Pair i turns by base^(-2i/d) radians for each step: the first pair by 1 rad, later ones ever slower.
    frequencies = base ** (-np.arange(half) / half)  # i / half = 2i / d
    angles = np.outer(positions, frequencies)  # [L, d/2]; broadcasts over whatever stands before
    cos, sin = np.cos(angles), np.sin(angles)
    x1, x2 = x[..., :half], x[..., half:]  # component i is paired with i + d/2
    return np.concatenate([x1 * cos - x2 * sin, x2 * cos + x1 * sin], axis=-1)
