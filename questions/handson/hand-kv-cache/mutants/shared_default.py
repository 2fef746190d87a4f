"""Has a list as default argument, which is made only once.

Betrays: apart
"""

import numpy as np


class KVCache:
    def __init__(self, kept=[]):
        self.kept = kept

    def append(self, k, v):
        self.kept.append((k, v))
        ks, vs = zip(*self.kept)
        return np.concatenate(ks, axis=-2), np.concatenate(vs, axis=-2)

    def __len__(self):
        return sum(k.shape[-2] for k, _ in self.kept)
