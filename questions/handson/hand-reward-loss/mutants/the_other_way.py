"""Rewards the worse answer.

Betrays: formula
"""

import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    loss = np.logaddexp(0.0, margin + chosen - rejected).mean()
    return loss, (chosen > rejected).mean()
