"""Gates with the sigmoid alone, which is GLU.

Betrays: silu
"""

import numpy as np


def swiglu(x, w_gate, w_up, w_down):
    gate = x @ w_gate
    up = x @ w_up
    return (1 / (1 + np.exp(-gate)) * up) @ w_down
