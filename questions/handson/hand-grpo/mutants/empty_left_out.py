"""Leaves answers with an empty mask out of the group's mean.

Betrays: empty-mask
"""

import numpy as np


def grpo_loss(logp, old_logp, rewards, mask, clip=0.2):
    advantage = ((rewards - rewards.mean()) / (rewards.std() + 1e-6))[:, None]
    ratio = np.exp(logp - old_logp)
    gain = np.minimum(ratio * advantage, np.clip(ratio, 1 - clip, 1 + clip) * advantage)
    kept = mask.sum(axis=1)
    rows = kept > 0
    return -((gain * mask).sum(axis=1)[rows] / kept[rows]).sum() / max(rows.sum(), 1)
