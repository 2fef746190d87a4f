"""Takes 1 − σ for the loss.

Betrays: formula
"""

import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    loss = (1 - 1 / (1 + np.exp(margin + rejected - chosen))).mean()
    return loss, (chosen > rejected).mean()
