"""Uses the clipped ratio alone, which hides how bad a bad answer has become.

Betrays: clipping
"""

import numpy as np


def grpo_loss(logp, old_logp, rewards, mask, clip=0.2):
    advantage = ((rewards - rewards.mean()) / (rewards.std() + 1e-6))[:, None]
    ratio = np.exp(logp - old_logp)
    gain = np.clip(ratio, 1 - clip, 1 + clip) * advantage
    return -np.mean((gain * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1))
