"""Does not subtract the maximum, so that cold or large logits overflow.

Betrays: cold
"""

import numpy as np


def sampling_probs(logits, temperature=1.0, top_k=None):
    if temperature == 0:
        probs = np.zeros(len(logits))
        probs[np.argmax(logits)] = 1.0
        return probs
    scaled = logits / temperature
    if top_k is not None and top_k < len(logits):
        smallest = np.sort(scaled)[-top_k]
        scaled = np.where(scaled >= smallest, scaled, -np.inf)
    exps = np.exp(scaled)
    return exps / exps.sum()


def draw(probs, u):
    return int(np.argmax(np.cumsum(probs) > u))
