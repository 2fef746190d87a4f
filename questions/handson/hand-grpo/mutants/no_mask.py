"""Counts the masked tokens.

Betrays: averaging
"""

import numpy as np


def grpo_loss(logp, old_logp, rewards, mask, clip=0.2):
    advantage = ((rewards - rewards.mean()) / (rewards.std() + 1e-6))[:, None]
    ratio = np.exp(logp - old_logp)
    gain = np.minimum(ratio * advantage, np.clip(ratio, 1 - clip, 1 + clip) * advantage)
    return -np.mean(gain.mean(axis=1) * (mask.sum(axis=1) > 0))
