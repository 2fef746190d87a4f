"""Gives the last step of the rollout no next value.

Betrays: delta
"""

import numpy as np


def gae(rewards, values, next_values, terminated, truncated, gamma=0.99, lam=0.95):
    over = np.maximum(terminated, truncated)
    advantages = np.zeros_like(values)
    after = 0.0
    for t in reversed(range(len(rewards))):
        delta = rewards[t] + gamma * (1 - terminated[t]) * next_values[t] - values[t]
        if t == len(rewards) - 1:
            delta = rewards[t] - values[t]
        after = delta + gamma * lam * (1 - over[t]) * after
        advantages[t] = after
    return advantages, advantages + values
