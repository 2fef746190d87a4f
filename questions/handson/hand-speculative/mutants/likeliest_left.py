"""Takes the likeliest of what is left.

Betrays: residual
"""

import numpy as np


def verify(draft, q, p, accept, draw):
    tokens = []
    for i, token in enumerate(draft):
        if accept[i] < min(1.0, p[i, token] / q[i, token]):
            tokens.append(int(token))
            continue
        left = np.maximum(p[i] - q[i], 0.0)
        left = left / left.sum()
        tokens.append(int(np.argmax(left)))
        return tokens
    tokens.append(int(np.argmax(np.cumsum(p[len(draft)]) > draw)))
    return tokens
