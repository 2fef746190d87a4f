"""Joins along dimension 0, which is the length only without a batch.

Betrays: axis
"""

import numpy as np


class KVCache:
    def __init__(self):
        self.k, self.v = None, None

    def append(self, k, v):
        if self.k is None:
            self.k, self.v = k, v
        else:
            self.k, self.v = np.concatenate([self.k, k]), np.concatenate([self.v, v])
        return self.k, self.v

    def __len__(self):
        return 0 if self.k is None else self.k.shape[-2]
