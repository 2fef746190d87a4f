"""Averages over the environments on the way.

Betrays: recursion
"""

import numpy as np


def gae(rewards, values, next_values, terminated, truncated, gamma=0.99, lam=0.95):
    over = np.maximum(terminated, truncated)
    advantages = np.zeros_like(values)
    after = 0.0
    for t in reversed(range(len(rewards))):
        delta = rewards[t] + gamma * (1 - terminated[t]) * next_values[t] - values[t]
        after = delta + gamma * lam * (1 - over[t]) * np.mean(after)
        advantages[t] = after
    return advantages, advantages + values
