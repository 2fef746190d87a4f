import numpy as np


class GradAccumulator:
    def __init__(self, every):
        self.every = every
        self.start()

    def start(self):
        self.total, self.tokens, self.count = 0.0, 0, 0

    def add(self, grad, tokens):
        # A mean times its number of tokens is a sum again, and sums may be added. With no token there is nothing to
        # add, and the mean may be 0 / 0: nan · 0 would still be nan.
        self.total = self.total + (grad * tokens if tokens > 0 else np.zeros(np.shape(grad)))
        self.tokens += tokens
        self.count += 1
        return self.flush() if self.count == self.every else None

    def flush(self):
        if self.count == 0:
            return None
        mean = self.total / max(self.tokens, 1)  # divided once, by all tokens of the large batch
        self.start()
        return mean
