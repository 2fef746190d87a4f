import numpy as np


def gae(rewards, values, next_values, terminated, truncated, gamma=0.99, lam=0.95):
    rewards, values = np.asarray(rewards, dtype=float), np.asarray(values, dtype=float)
    terminated = np.asarray(terminated, dtype=bool)
    over = terminated | np.asarray(truncated, dtype=bool)
    # A terminal state is worth nothing. A time limit ends the episode but not the task: there the value still counts.
    deltas = rewards + gamma * np.where(terminated, 0.0, next_values) - values
    advantages = np.zeros_like(values)
    after = np.zeros_like(values[0])  # of what comes after the last step
    for t in reversed(range(len(rewards))):
        # Either kind of end cuts the sum, since step t + 1 belongs to another episode.
        after = deltas[t] + gamma * lam * np.where(over[t], 0.0, after)
        advantages[t] = after
    return advantages, advantages + values
