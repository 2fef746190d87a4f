"""Takes the hinge of a support vector machine.

Betrays: formula
"""

import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    loss = np.maximum(0.0, margin + rejected - chosen).mean()
    return loss, (chosen > rejected).mean()
