import math


def windows(n, size, stride):
    parts, begin, first = [], 0, 1  # before token 0 stands nothing that could predict it
    while True:
        end = min(begin + size, n)
        parts.append((begin, end, first))
        if end == n:
            return parts
        begin, first = begin + stride, end  # what was scored here is only context there


def perplexity(logps, parts):
    scored = []
    for window, (begin, _, first) in zip(logps, parts):
        scored.extend(window[first - begin :])  # positions within the window count from its begin
    # Every token weighs the same; a mean of the windows' means would favour the tokens of short ones.
    return math.exp(-sum(scored) / len(scored))
