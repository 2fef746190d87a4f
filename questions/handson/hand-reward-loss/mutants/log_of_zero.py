"""Takes the logarithm of a σ that has become 0.

Betrays: stable
"""

import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    loss = -np.log(1 / (1 + np.exp(margin + rejected - chosen))).mean()
    return loss, (chosen > rejected).mean()
