"""Activates both.

Betrays: gate
"""

import numpy as np


def swiglu(x, w_gate, w_up, w_down):
    gate = x @ w_gate
    up = x @ w_up
    up = up / (1 + np.exp(-up))
    return (gate / (1 + np.exp(-gate)) * up) @ w_down
