import numpy as np


def silu(z):
    # z · sigmoid(z). exp(-|z|) is at most 1, so that neither end overflows; for z < 0 the fraction is extended by exp(z).
    small = np.exp(-np.abs(z))
    return z * np.where(z >= 0, 1.0, small) / (1.0 + small)


def swiglu(x, w_gate, w_up, w_down):
    gate = silu(x @ w_gate)  # [..., F], decides how much of each number below passes
    return (gate * (x @ w_up)) @ w_down  # element by element, then back to D
