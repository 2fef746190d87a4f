"""Subtracts from the caller's rewards.

Betrays: inputs
"""

import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    right = (chosen > rejected).mean()
    chosen -= rejected
    return np.logaddexp(0.0, margin - chosen).mean(), right
