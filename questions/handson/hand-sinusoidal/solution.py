import numpy as np


def sinusoidal(positions, dim, base=10000.0):
    frequencies = base ** (-np.arange(0, dim, 2) / dim)  # [dim / 2]: 1 first, then ever slower
    angles = positions[:, None] * frequencies  # [L, dim / 2]: every position with every frequency
    encoded = np.zeros((len(positions), dim))
    encoded[:, 0::2] = np.sin(angles)
    encoded[:, 1::2] = np.cos(angles)
    return encoded
