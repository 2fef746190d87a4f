"""Wanted values: the mean over all tokens, from gradients of single tokens that the tests cut into micro-batches themselves.

The tests of the other points look at which calls return something, or hold results against one another, so that it does not
matter there how micro-batches are weighed.
"""

import numpy as np

from questions.handson.writing import agree, call, case

rng = np.random.default_rng(37)
TOKENS = rng.normal(size=(12, 2, 3))  # the gradient of each token
A, B, C, D = np.array([1.0, -2.0]), np.array([3.0, 6.0]), np.array([5.0, 2.0]), np.array([-1.0, 0.0])
NAN = np.full(2, np.nan)


def new(every):
    return call("GradAccumulator", every, keep="acc")


def add(grad, tokens):
    return call("acc.add", grad, tokens)


def part(begin, end):
    """A micro-batch of these tokens."""
    return add(TOKENS[begin:end].mean(axis=0), end - begin)


def returns(pattern):
    """Which calls after the first return something: 1 for those that do, 0 for None."""
    return agree(
        f"{pattern}：1 表示返回数组，0 表示 None",
        f"{pattern}, 1 for an array and 0 for None",
        lambda _, *results: ([result is not None for result in results], [mark == "1" for mark in pattern]),
    )


def as_another(first, second):
    """That two calls, by their number, return the same, and not None."""
    return agree(
        "两种做法结果相同",
        "the same both ways",
        lambda *results: (results[first], results[second]) if results[second] is not None else (0, 1),
    )


FLUSH = call("acc.flush")

CASES = [
    # (3 · [1, −2] + 1 · [3, 6]) / 4
    case("weighted", new(2), add(A, 3), add(B, 1).close([1.5, 0.0]), visible=True),
    case("weighted", new(3), part(0, 1), part(1, 8), part(8, 12).close(TOKENS.mean(axis=0))),
    case("weighted", new(1), add(C, 7).close(C)),
    case("weighted", new(4), part(0, 5), part(5, 6), part(6, 8), part(8, 11).close(TOKENS[:11].mean(axis=0))),
    case("window", new(3), *[add(A, 2)] * 7, holds=returns("0010010"), visible=True),
    case("window", new(1), *[add(A, 2)] * 3, holds=returns("111")),
    case("window", new(2), add(A, 1), add(B, 2), add(C, 3), add(D, 1), new(2), add(C, 3), add(D, 1), holds=as_another(4, 7)),
    case("flush", new(4), add(A, 3), add(B, 1), FLUSH, new(2), add(A, 3), add(B, 1), holds=as_another(3, 6), visible=True),
    case("flush", new(3), FLUSH.equals(None), add(C, 1), FLUSH, FLUSH.equals(None)),
    case("flush", new(2), add(A, 3), FLUSH, add(B, 1), add(C, 3), new(2), add(B, 1), add(C, 3), holds=as_another(4, 7)),
    case("empty", new(2), add(NAN, 0), add(B, 5), new(1), add(B, 5), holds=as_another(2, 4)),
    case("empty", new(3), add(A, 1), add(NAN, 0), add(B, 2), new(2), add(A, 1), add(B, 2), holds=as_another(3, 6)),
    case("empty", new(2), add(C, 0), add(A, 2), new(1), add(A, 2), holds=as_another(2, 4)),
    case("empty", new(2), add(NAN, 0), add(NAN, 0).close([0, 0])),
]  # fmt: skip
UNTOUCHED = "inputs"
