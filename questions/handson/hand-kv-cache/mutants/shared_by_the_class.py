"""Keeps the tokens in lists of the class, which all caches share.

Betrays: apart
"""

import numpy as np


class KVCache:
    ks, vs = [], []

    def append(self, k, v):
        self.ks.append(k)
        self.vs.append(v)
        return np.concatenate(self.ks, axis=-2), np.concatenate(self.vs, axis=-2)

    def __len__(self):
        return sum(k.shape[-2] for k in self.ks)
