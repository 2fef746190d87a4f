"""Rounds the caller's arrays to the precision of float16.

Betrays: inputs
"""

import numpy as np


class KVCache:
    def __init__(self):
        self.k, self.v = None, None

    def append(self, k, v):
        for new in (k, v):
            new[...] = new.astype(np.float16)
        if self.k is None:
            self.k, self.v = k, v
        else:
            self.k, self.v = np.concatenate([self.k, k], axis=-2), np.concatenate([self.v, v], axis=-2)
        return self.k, self.v

    def __len__(self):
        return 0 if self.k is None else self.k.shape[-2]
