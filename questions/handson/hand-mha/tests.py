"""Wanted values: with wq = 0 attention is the mean of what is seen, with L = 1 it is v; otherwise a reference in loops.

With wq 60 times as large every head picks a single key, whatever the scale is; the seed is one whose scores lie apart.
"""

import math

import numpy as np

from questions.handson.writing import agree, call, case

rng = np.random.default_rng(320)
NAME = "multi_head_attention"


def slow(x, wq, wk, wv, wo, heads, kv_heads, causal):
    """One sample, one head, one position at a time, with Python's own numbers."""
    dh, share = wq.shape[1] // heads, heads // kv_heads
    out = np.zeros((*x.shape[:2], wo.shape[1]))
    for b, sample in enumerate(x):
        for i in range(len(sample)):
            row = []
            for h in range(heads):
                mine, theirs = slice(h * dh, (h + 1) * dh), slice(h // share * dh, (h // share + 1) * dh)
                seen = sample[: i + 1] if causal else sample
                scores = [float(sample[i] @ wq[:, mine] @ (token @ wk[:, theirs])) / math.sqrt(dh) for token in seen]
                parts = [math.exp(score - max(scores)) for score in scores]
                row += list(sum(p * (token @ wv[:, theirs]) for p, token in zip(parts, seen, strict=True)) / sum(parts))
            out[b, i] = np.array(row) @ wo
    return out


def weights(width, heads, kv_heads, dh):
    """Random wq, wk, wv and wo."""
    shapes = (width, heads * dh), (width, kv_heads * dh), (width, kv_heads * dh), (heads * dh, width)
    return [rng.normal(size=shape) for shape in shapes]


def plain(made):
    """The weights with wo = 1."""
    return [*made[:3], np.eye(len(made[3]))]


def at_the_end(*row):
    """Outputs of one sample of two positions of which only the last one matters."""
    return np.array([[[0.0] * len(row), row]])


def last(wanted):
    """That the last position is as wanted: it sees everything, causal or not."""
    return agree("最后一个位置的输出", "the output at the last position", lambda out: (out[:, -1], wanted[:, -1]))


X = rng.normal(size=(2, 3, 4))
WIDE = weights(4, 2, 2, 3)
SHARED = plain(weights(4, 4, 2, 2))
TWO = weights(4, 2, 2, 2)


def sharp(made):
    """The weights with scores so far apart that each softmax is 0 and 1."""
    return [60 * made[0], *made[1:]]


# Head 0 of the last token finds its own key, head 1 that of the other token; the value is the token itself.
PICKS = np.array([[[1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 1.0, 0.0]]])
CROSSED = [100 * np.eye(4), np.eye(4)[:, [0, 1, 3, 2]], np.eye(4), np.eye(4)]
MEANS = np.array([[[1.0], [3.0]]])
KV = [np.zeros((1, 4)), np.zeros((1, 2)), np.array([[1.0, 10.0]]), np.eye(4)]
ONE_KV = [np.zeros((1, 4)), np.zeros((1, 1)), np.array([[1.0]]), np.eye(4)]
FLAT = [np.zeros((4, 4)), *TWO[1:3], np.eye(4)]
RUNNING = np.cumsum(X, axis=1) / np.arange(1, 4)[:, None]
EVERYTHING = np.repeat(X.mean(axis=1, keepdims=True), 3, axis=1)


CASES = [
    case("heads", call(NAME, PICKS, *CROSSED, 2, causal=False), holds=last(at_the_end(0, 1, 0, 1)), visible=True),
    case("heads", call(NAME, X, *sharp(plain(WIDE)), 2), holds=last(slow(X, *sharp(plain(WIDE)), 2, 2, True))),
    case("heads", call(NAME, X, *sharp(WIDE), 2), holds=last(slow(X, *sharp(WIDE), 2, 2, True))),
    case("scale", call(NAME, X, *plain(TWO), 2, causal=False), holds=last(slow(X, *plain(TWO), 2, 2, False))),
    case("scale", call(NAME, X, *WIDE, 2), holds=last(slow(X, *WIDE, 2, 2, True))),
    case("grouped", call(NAME, MEANS, *KV, heads=4, kv_heads=2), holds=last(at_the_end(2, 2, 20, 20)), visible=True),
    case("grouped", call(NAME, MEANS, *ONE_KV, 4, 1), holds=last(at_the_end(2, 2, 2, 2))),
    case("grouped", call(NAME, X, *sharp(SHARED), 4, 2), holds=last(slow(X, *sharp(SHARED), 4, 2, True))),
    case("causal", call(NAME, X, *FLAT, 1).close(RUNNING @ FLAT[2]), visible=True),
    case("causal", call(NAME, X, *FLAT, 1, causal=False).close(EVERYTHING @ FLAT[2])),
    case("projection", call(NAME, X[:, :1], *TWO, 2).close(X[:, :1] @ TWO[2] @ TWO[3]), visible=True),
    case("projection", call(NAME, X[:, :1], *WIDE, 2).close(X[:, :1] @ WIDE[2] @ WIDE[3])),
]  # fmt: skip
UNTOUCHED = "inputs"
