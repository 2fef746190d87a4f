"""Moves the last window back so that it is full.

Betrays: steps
"""

import math


def windows(n, size, stride):
    parts, last = [], 1
    for begin in range(0, n, stride):
        end = min(begin + size, n)
        begin = max(end - size, 0)
        parts.append((begin, end, last))
        last = end
        if end == n:
            break
    return parts


def perplexity(logps, parts):
    total, tokens = 0.0, 0
    for window, (begin, end, first) in zip(logps, parts):
        total += sum(window[first - begin :])
        tokens += end - first
    return math.exp(-total / tokens)
