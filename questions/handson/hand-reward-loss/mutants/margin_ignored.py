"""Leaves the margin out.

Betrays: margin
"""

import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    loss = np.logaddexp(0.0, rejected - chosen).mean()
    return loss, (chosen > rejected).mean()
