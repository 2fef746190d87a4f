"""Puts the new before the old.

Betrays: order
"""

import numpy as np


class KVCache:
    def __init__(self):
        self.k, self.v = None, None

    def append(self, k, v):
        if self.k is None:
            self.k, self.v = k, v
        else:
            self.k, self.v = np.concatenate([k, self.k], axis=-2), np.concatenate([v, self.v], axis=-2)
        return self.k, self.v

    def __len__(self):
        return 0 if self.k is None else self.k.shape[-2]
