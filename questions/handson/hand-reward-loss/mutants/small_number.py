"""Adds a small number inside the logarithm, which caps the loss.

Betrays: stable
"""

import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    loss = -np.log(1 / (1 + np.exp(margin + rejected - chosen)) + 1e-8).mean()
    return loss, (chosen > rejected).mean()
