import numpy as np


def top_p_filter(probs, p):
    order = np.argsort(probs)[::-1]  # indices, the likeliest token first
    reached = np.cumsum(probs[order])
    # searchsorted finds the first place where the sum is >= p. That token is kept too, hence + 1,
    # which also keeps one for p = 0. Slicing copes with a count beyond the end.
    kept = order[: np.searchsorted(reached, p) + 1]
    filtered = np.zeros_like(probs)
    filtered[kept] = probs[kept]  # back in the original places
    return filtered / filtered.sum()
