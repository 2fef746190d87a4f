"""Activates the product of the two.

Betrays: gate
"""

import numpy as np


def swiglu(x, w_gate, w_up, w_down):
    gate = x @ w_gate
    up = x @ w_up
    product = gate * up
    return (product / (1 + np.exp(-product))) @ w_down
