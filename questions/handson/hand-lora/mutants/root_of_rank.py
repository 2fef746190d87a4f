"""Divides by the root of the rank, which is rsLoRA.

Betrays: scale
"""


def lora_forward(x, w, a, b, alpha):
    return x @ w.T + alpha / a.shape[0] ** 0.5 * (x @ a.T @ b.T)
