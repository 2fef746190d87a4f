"""Has no length before the first append.

Betrays: length
"""

import numpy as np


class KVCache:
    def __init__(self):
        self.k, self.v = None, None

    def append(self, k, v):
        if self.k is None:
            self.k, self.v = k, v
        else:
            self.k, self.v = np.concatenate([self.k, k], axis=-2), np.concatenate([self.v, v], axis=-2)
        return self.k, self.v

    def __len__(self):
        return self.k.shape[-2]
