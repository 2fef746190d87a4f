import numpy as np


def chosen(logits, k):
    # Probabilities over all experts, [T, E], and each token's k best experts, the best first, [T, k].
    exps = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probs = exps / exps.sum(axis=-1, keepdims=True)
    return probs, np.argsort(-probs, axis=-1)[:, :k]


def route(logits, k, capacity, mask=None):
    T, E = logits.shape
    probs, experts = chosen(logits, k)
    weights = np.take_along_axis(probs, experts, axis=-1)
    weights = weights / weights.sum(axis=-1, keepdims=True)  # before anything is dropped: a lost share stays lost
    routed = np.zeros((T, E))
    free = np.full(E, capacity)
    for rank in range(k):  # every token's first choice comes before anybody's second
        for token in range(T):
            expert = experts[token, rank]
            if (mask is None or mask[token]) and free[expert] > 0:
                free[expert] -= 1
                routed[token, expert] = weights[token, rank]
    return routed


def balance_loss(logits, k, mask=None):
    T, E = logits.shape
    kept = np.ones(T, dtype=bool) if mask is None else np.asarray(mask, dtype=bool)
    probs, experts = chosen(logits[kept], k)
    # What the router wishes, not what capacity leaves of it. f is counted and has no gradient; P carries it.
    f = np.bincount(experts.ravel(), minlength=E) / experts.size
    return float(E * np.sum(f * probs.mean(axis=0)))
