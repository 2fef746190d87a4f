"""Computes log(1 + e^−x) as it is written.

Betrays: stable
"""

import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    loss = np.log(1 + np.exp(margin + rejected - chosen)).mean()
    return loss, (chosen > rejected).mean()
