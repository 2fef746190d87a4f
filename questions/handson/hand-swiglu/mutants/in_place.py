"""Turns the sign of the caller's w_gate to save a minus in the exponential.

Betrays: inputs
"""

import numpy as np


def swiglu(x, w_gate, w_up, w_down):
    w_gate *= -1
    gate = x @ w_gate
    up = x @ w_up
    return (-gate / (1 + np.exp(gate)) * up) @ w_down
