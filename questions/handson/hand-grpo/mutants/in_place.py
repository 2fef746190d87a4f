"""Standardises the caller's rewards.

Betrays: inputs
"""

import numpy as np


def grpo_loss(logp, old_logp, rewards, mask, clip=0.2):
    rewards -= rewards.mean()
    rewards /= rewards.std() + 1e-6
    advantage = rewards[:, None]
    ratio = np.exp(logp - old_logp)
    gain = np.minimum(ratio * advantage, np.clip(ratio, 1 - clip, 1 + clip) * advantage)
    return -np.mean((gain * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1))
