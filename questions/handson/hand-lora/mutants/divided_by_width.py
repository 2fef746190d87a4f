"""Takes the input dimension for the rank.

Betrays: scale
"""


def lora_forward(x, w, a, b, alpha):
    return x @ w.T + alpha / a.shape[1] * (x @ a.T @ b.T)
