"""Gives every column an exponent of its own, so that sine and cosine have different angles.

Betrays: angle
"""

import numpy as np


def sinusoidal(positions, dim, base=10000.0):
    angles = positions[:, None] / base ** (np.arange(dim) / dim)
    encoded = np.zeros((len(positions), dim))
    encoded[:, 0::2] = np.sin(angles[:, 0::2])
    encoded[:, 1::2] = np.cos(angles[:, 1::2])
    return encoded
