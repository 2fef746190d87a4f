"""Takes ReLU for the activation.

Betrays: silu
"""

import numpy as np


def swiglu(x, w_gate, w_up, w_down):
    gate = x @ w_gate
    up = x @ w_up
    return (np.maximum(gate, 0) * up) @ w_down
