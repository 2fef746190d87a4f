"""Asks the accuracy for the margin too.

Betrays: accuracy
"""

import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    loss = np.logaddexp(0.0, margin + rejected - chosen).mean()
    return loss, (chosen - rejected > margin).mean()
