"""Multiplies a nan by 0 tokens, which stays nan.

Betrays: empty
"""


class GradAccumulator:
    def __init__(self, every):
        self.every = every
        self.total, self.tokens, self.count = 0.0, 0, 0

    def add(self, grad, tokens):
        self.total = self.total + grad * tokens
        self.tokens += tokens
        self.count += 1
        if self.count < self.every:
            return None
        return self.flush()

    def flush(self):
        if self.count == 0:
            return None
        mean = self.total / max(self.tokens, 1)
        self.total, self.tokens, self.count = 0.0, 0, 0
        return mean
