"""Accepts when the target finds the token at least as likely as the draft model does.

Betrays: acceptance
"""

import numpy as np


def verify(draft, q, p, accept, draw):
    tokens = []
    for i, token in enumerate(draft):
        if p[i, token] >= q[i, token]:
            tokens.append(int(token))
            continue
        left = np.maximum(p[i] - q[i], 0.0)
        left = left / left.sum()
        tokens.append(int(np.argmax(np.cumsum(left) > draw)))
        return tokens
    tokens.append(int(np.argmax(np.cumsum(p[len(draft)]) > draw)))
    return tokens
