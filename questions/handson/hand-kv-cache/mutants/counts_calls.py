"""Counts the calls of append instead of the tokens.

Betrays: length
"""

import numpy as np


class KVCache:
    def __init__(self):
        self.ks, self.vs = [], []

    def append(self, k, v):
        self.ks.append(k)
        self.vs.append(v)
        return np.concatenate(self.ks, axis=-2), np.concatenate(self.vs, axis=-2)

    def __len__(self):
        return len(self.ks)
