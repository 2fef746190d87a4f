"""Stops after A.

Betrays: low-rank
"""


def lora_forward(x, w, a, b, alpha):
    side = x @ a.T
    if side.shape[-1] != w.shape[0]:
        side = side.sum(axis=-1, keepdims=True)
    return x @ w.T + alpha / a.shape[0] * side
