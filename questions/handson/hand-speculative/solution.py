import numpy as np


def sample(weights, u):
    # Inverse transform on weights of any sum: comparing with u · sum is the same as normalising first.
    reached = np.cumsum(weights)
    return int(np.searchsorted(reached, u * reached[-1], side="right"))


def verify(draft, q, p, accept, draw):
    tokens = []
    for i, token in enumerate(draft):
        # u < min(1, p / q) without the division; u < 1, so that a ratio above 1 always accepts.
        if accept[i] * q[i, token] < p[i, token]:
            tokens.append(int(token))
            continue
        # What acceptance has handed out is min(p, q) in all. The rest of p is still owed, and comes from here.
        # Later drafts were made after a token that is gone, and so were q and p for them: stop.
        return [*tokens, sample(np.maximum(p[i] - q[i], 0.0), draw)]
    return [*tokens, sample(p[len(draft)], draw)]  # the target has computed one distribution more: a token for free
