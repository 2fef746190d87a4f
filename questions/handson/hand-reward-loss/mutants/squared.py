"""Fits the difference to 1 by least squares.

Betrays: formula
"""


def reward_loss(chosen, rejected, margin=0.0):
    loss = ((chosen - rejected - margin - 1) ** 2).mean()
    return loss, (chosen > rejected).mean()
