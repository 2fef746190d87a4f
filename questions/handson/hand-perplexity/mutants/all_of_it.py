"""Scores the whole of every window.

Betrays: once
"""

import math


def windows(n, size, stride):
    parts = []
    for begin in range(0, n, stride):
        end = min(begin + size, n)
        parts.append((begin, end, max(begin, 1)))
        if end == n:
            break
    return parts


def perplexity(logps, parts):
    total, tokens = 0.0, 0
    for window, (begin, end, first) in zip(logps, parts):
        total += sum(window[first - begin :])
        tokens += end - first
    return math.exp(-total / tokens)
