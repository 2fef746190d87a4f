"""Scales the base output too.

Betrays: base
"""


def lora_forward(x, w, a, b, alpha):
    return alpha / a.shape[0] * (x @ w.T + x @ a.T @ b.T)
