"""Uses the weights as [out, in].

Betrays: projections
"""

import numpy as np


def swiglu(x, w_gate, w_up, w_down):
    gate = x @ w_gate.T
    up = x @ w_up.T
    return (gate / (1 + np.exp(-gate)) * up) @ w_down.T
