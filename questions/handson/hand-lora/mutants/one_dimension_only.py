"""Multiplies from the left, which works for a single x only.

Betrays: shapes
"""


def lora_forward(x, w, a, b, alpha):
    return w @ x + alpha / a.shape[0] * (b @ (a @ x))
