"""Adds the margin to the difference.

Betrays: margin
"""

import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    loss = np.logaddexp(0.0, rejected - margin - chosen).mean()
    return loss, (chosen > rejected).mean()
