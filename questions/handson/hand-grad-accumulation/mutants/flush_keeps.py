"""Leaves what it has returned in the accumulator.

Betrays: flush
"""

import numpy as np


class GradAccumulator:
    def __init__(self, every):
        self.every = every
        self.total, self.tokens, self.count = 0.0, 0, 0

    def add(self, grad, tokens):
        if tokens > 0:
            self.total = self.total + grad * tokens
        else:
            self.total = self.total + np.zeros_like(grad)
        self.tokens += tokens
        self.count += 1
        if self.count < self.every:
            return None
        mean = self.flush()
        self.total, self.tokens, self.count = 0.0, 0, 0
        return mean

    def flush(self):
        if self.count == 0:
            return None
        return self.total / max(self.tokens, 1)
