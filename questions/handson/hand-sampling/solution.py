import numpy as np


def sampling_probs(logits, temperature=1.0, top_k=None):
    V = len(logits)
    if temperature == 0:
        top_k = 1  # greedy: with one token left its probability is 1, whatever the logits are divided by
    order = np.argsort(logits)[::-1]  # indices, the largest logit first
    kept = order[: V if top_k is None else top_k]  # slicing copes with a top_k beyond V
    # The largest logit is subtracted before the division: the largest exponent is 0, and a small temperature
    # only makes the others more negative.
    scaled = (logits[kept] - logits[kept[0]]) / (temperature or 1.0)
    exps = np.exp(scaled)
    probs = np.zeros(V)
    probs[kept] = exps / exps.sum()  # back in the original places
    return probs


def draw(probs, u):
    # side="right": the first place where the sum is greater than u. A token of probability 0 adds nothing to the
    # sum, so that it is never the first.
    return int(np.searchsorted(np.cumsum(probs), u, side="right"))
