"""Clips the difference, which caps the loss.

Betrays: stable
"""

import numpy as np


def reward_loss(chosen, rejected, margin=0.0):
    loss = np.log(1 + np.exp(np.clip(margin + rejected - chosen, -50, 50))).mean()
    return loss, (chosen > rejected).mean()
