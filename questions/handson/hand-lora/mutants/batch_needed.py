"""Expects three dimensions.

Betrays: shapes
"""


def lora_forward(x, w, a, b, alpha):
    B, L, D = x.shape if x.ndim == 3 else (1, *x.shape) if x.ndim == 2 else (1, 1, *x.shape)
    rows = x.reshape(B, L, D)
    out = rows @ w.T + alpha / a.shape[0] * (rows @ a.T @ b.T)
    return out[0] if x.ndim < 3 else out
