"""Returns how many pairs are right, not their share.

Betrays: accuracy
"""

import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    loss = np.logaddexp(0.0, margin + rejected - chosen).mean()
    return loss, (chosen > rejected).sum()
