"""Takes the softmax over everything and leaves the sum below 1.

Betrays: top-k
"""

import numpy as np


def sampling_probs(logits, temperature=1.0, top_k=None):
    if temperature == 0:
        probs = np.zeros(len(logits))
        probs[np.argmax(logits)] = 1.0
        return probs
    scaled = (logits - logits.max()) / temperature
    if top_k is not None and top_k < len(logits):
        smallest = np.sort(scaled)[-top_k]
        exps = np.exp(scaled)
        return np.where(scaled >= smallest, exps / exps.sum(), 0.0)
    exps = np.exp(scaled)
    return exps / exps.sum()


def draw(probs, u):
    return int(np.argmax(np.cumsum(probs) > u))
