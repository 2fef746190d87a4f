"""Scales the caller's positions on the way from pair to pair.

Betrays: inputs
"""

import numpy as np


def sinusoidal(positions, dim, base=10000.0):
    encoded = np.zeros((len(positions), dim))
    for i in range(0, dim, 2):
        encoded[:, i] = np.sin(positions)
        encoded[:, i + 1] = np.cos(positions)
        positions /= base ** (2 / dim)
    return encoded
