"""Adds the pairs up.

Betrays: formula
"""

import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    loss = np.logaddexp(0.0, margin + rejected - chosen).sum()
    return loss, (chosen > rejected).mean()
