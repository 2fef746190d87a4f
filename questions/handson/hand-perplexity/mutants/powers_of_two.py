"""Takes natural logarithms for those to the base of 2.

Betrays: formula
"""


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
        total += sum(window[first - begin :])
        tokens += end - first
    return 2 ** (-total / tokens)
