"""Averages the perplexities of the windows.

Betrays: weights
"""

import math


def windows(n, size, stride):
    parts, last = [], 1
    for begin in range(0, n, stride):
        end = min(begin + size, n)
        parts.append((begin, end, last))
        last = end
        if end == n:
            break
    return parts


def perplexity(logps, parts):
    total, tokens = 0.0, 0
    for window, (begin, end, first) in zip(logps, parts):
        scored = window[first - begin :]
        total += math.exp(-sum(scored) / len(scored))
        tokens += 1
    return total / tokens
