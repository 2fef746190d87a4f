"""Uses w as [in, out].

Betrays: base
"""


def lora_forward(x, w, a, b, alpha):
    return x @ w + alpha / a.shape[0] * (x @ a.T @ b.T)
