"""Wanted values: what was appended, cut from one array, so that everything so far is a slice of it."""

import numpy as np

from questions.handson.writing import KeptRef, call, case

rng = np.random.default_rng(5)
K, V = rng.integers(-9, 10, (2, 6, 3)).astype(float)
KK, VV = rng.integers(-9, 10, (2, 2, 4, 6, 3)).astype(float)  # [B, H, L, d] each
ROW = np.array([[1.0, 2.0]])


def batch(start, end):
    """Keys and values of these positions, [B, H, n, d]."""
    return KK[..., start:end, :], VV[..., start:end, :]


def heads(start, end):
    """Keys and values of these positions, [H, n, d]."""
    return KK[0, :, start:end], VV[0, :, start:end]


def new(name="cache"):
    return call("KVCache", keep=name)


def append(k, v, name="cache"):
    return call(f"{name}.append", k, v)


def size(wanted, name="cache"):
    return call("len", KeptRef(name)).equals(wanted)


CASES = [
    case("order", new(), append(ROW, 3 * ROW).close((ROW, 3 * ROW)), visible=True),
    # Caches that share something spoil whatever is tested later, so that this is told early.
    case(
        "apart",
        new("one"),
        new("other"),
        append(K[:1], V[:1], "one"),
        append(K[1:2], V[1:2], "other").close((K[1:2], V[1:2])),
        append(K[2:3], V[2:3], "one").close((K[[0, 2]], V[[0, 2]])),
        visible=True,
    ),
    case(
        "apart",
        new("one"),
        append(K[:2], V[:2], "one"),
        new("other"),
        append(K[2:3], V[2:3], "other"),
        size(2, "one"),
        size(1, "other"),
    ),
    case(
        "order",
        new(),
        append(K[:1], V[:1]).close((K[:1], V[:1])),
        append(K[1:2], V[1:2]).close((K[:2], V[:2])),
        append(K[2:3], V[2:3]).close((K[:3], V[:3])),
        visible=True,
    ),
    case("order", new(), append(K[:3], V[:3]).close((K[:3], V[:3])), append(K[3:5], V[3:5]).close((K[:5], V[:5]))),
    case("axis", new(), append(*batch(0, 2)), append(*batch(2, 5)).close(batch(0, 5))),
    case("axis", new(), append(*heads(0, 1)), append(*heads(1, 2)).close(heads(0, 2))),
    case("length", new(), size(0)),
    case("length", new(), append(K[:3] / 7, V[:3] / 7), size(3), append(K[3:5], V[3:5]), size(5), visible=True),
    case("length", new(), append(*batch(0, 3)), append(*batch(3, 4)), size(4)),
]  # fmt: skip
UNTOUCHED = "inputs"
