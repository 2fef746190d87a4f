"""Forgets the way back to D.

Betrays: projections
"""

import numpy as np


def swiglu(x, w_gate, w_up, w_down):
    gate = x @ w_gate
    up = x @ w_up
    return gate / (1 + np.exp(-gate)) * up
