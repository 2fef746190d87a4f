"""Takes |p − q| for what is left.

Betrays: residual
"""

import numpy as np


def verify(draft, q, p, accept, draw):
    tokens = []
    for i, token in enumerate(draft):
        if accept[i] < min(1.0, p[i, token] / q[i, token]):
            tokens.append(int(token))
            continue
        left = np.abs(p[i] - q[i])
        left = left / left.sum()
        tokens.append(int(np.argmax(np.cumsum(left) > draw)))
        return tokens
    tokens.append(int(np.argmax(np.cumsum(p[len(draft)]) > draw)))
    return tokens
