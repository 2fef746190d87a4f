"""Multiplies by alpha without dividing by the rank.

Betrays: scale
"""


def lora_forward(x, w, a, b, alpha):
    return x @ w.T + alpha * (x @ a.T @ b.T)
