import numpy as np


def sampling_probs(logits, temperature=1.0, top_k=None):
    raise NotImplementedError


def draw(probs, u):
    raise NotImplementedError
