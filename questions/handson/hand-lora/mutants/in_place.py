"""Adds the update to the caller's weights, once more with every call.

Betrays: inputs
"""


def lora_forward(x, w, a, b, alpha):
    w += alpha / a.shape[0] * (b @ a)
    return x @ w.T
