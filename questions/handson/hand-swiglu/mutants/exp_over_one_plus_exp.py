"""Computes the sigmoid as exp(z) / (1 + exp(z)), which is nan for large z.

Betrays: silu
"""

import numpy as np


def swiglu(x, w_gate, w_up, w_down):
    gate = x @ w_gate
    up = x @ w_up
    return (gate * np.exp(gate) / (1 + np.exp(gate)) * up) @ w_down
