"""Activates the value instead of the gate.

Betrays: gate
"""

import numpy as np


def swiglu(x, w_gate, w_up, w_down):
    gate = x @ w_gate
    up = x @ w_up
    return (up / (1 + np.exp(-up)) * gate) @ w_down
