"""Forgets the base output.

Betrays: base
"""


def lora_forward(x, w, a, b, alpha):
    return alpha / a.shape[0] * (x @ a.T @ b.T)
