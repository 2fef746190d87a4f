"""Wanted values: closed forms. A word that stands once in a document of average length scores its idf alone.

The tests of `saturation` and `length` divide scores of one word by one another, so that no idf matters.
"""

import math

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "bm25"


def words(text):
    return [line.split() for line in text.split("|")]


def idf(n, df):
    return math.log(1 + (n - df + 0.5) / (df + 0.5))


def ratios(*wanted):
    """That the scores stand in this ratio to the first of them."""
    return agree(
        "各分数除以第一个分数", "every score divided by the first", lambda out: (out / out[0], np.array(wanted))
    )


PETS = words("cat dog|cat bird|cat fish|dog fox")  # of two words each
OFTEN = words("a x y z|a a y z|a a a z|a a a a")
LENGTHS = words("a|a x|a x x|a x x x x x")  # 3 on average


def saturated(tf, k1):
    return tf * (k1 + 1) / (tf + k1)


def normalised(length, k1, b):
    return (k1 + 1) / (1 + k1 * (1 - b + b * length / 3))


CASES = [
    case("idf", call(NAME, ["cat"], PETS).close([idf(4, 3)] * 3 + [0.0]), visible=True),
    case("idf", call(NAME, ["fox"], PETS).close([0.0, 0.0, 0.0, idf(4, 1)])),
    case("idf", call(NAME, ["dog"], PETS, 0.9, 0.4).close([idf(4, 2), 0.0, 0.0, idf(4, 2)])),
    # In all documents: ln of the fraction alone would be negative.
    case("idf", call(NAME, ["a"], words("a b|a c")).close([idf(2, 2)] * 2)),
    case(
        "saturation", call(NAME, ["a"], OFTEN), holds=ratios(*(saturated(tf, 1.5) for tf in (1, 2, 3, 4))), visible=True
    ),
    case("saturation", call(NAME, ["a"], OFTEN, k1=0.5), holds=ratios(*(saturated(tf, 0.5) for tf in (1, 2, 3, 4)))),
    case("saturation", call(NAME, ["a"], OFTEN, 8.0, 0.2), holds=ratios(*(saturated(tf, 8.0) for tf in (1, 2, 3, 4)))),
    case(
        "length",
        call(NAME, ["a"], LENGTHS),
        holds=ratios(*(normalised(n, 1.5, 0.75) / normalised(1, 1.5, 0.75) for n in (1, 2, 3, 6))),
        visible=True,
    ),
    case(
        "length",
        call(NAME, ["a"], LENGTHS, b=0.3),
        holds=ratios(*(normalised(n, 1.5, 0.3) / normalised(1, 1.5, 0.3) for n in (1, 2, 3, 6))),
    ),
    case("length", call(NAME, ["a"], LENGTHS, b=0), holds=ratios(1, 1, 1, 1)),
    case(
        "query",
        call(NAME, ["cat", "fish"], PETS),
        call(NAME, ["cat"], PETS),
        call(NAME, ["fish"], PETS),
        holds=agree("各词分数之和", "the sum over the words", lambda both, one, other: (both, one + other)),
    ),
    case(
        "query",
        call(NAME, ["cat", "dog", "cat"], PETS),
        call(NAME, ["cat"], PETS),
        call(NAME, ["dog"], PETS),
        holds=agree("重复的词算两次", "a repeated word counted twice", lambda all, cat, dog: (all, 2 * cat + dog)),
    ),
    case("query", call(NAME, ["unicorn"], PETS).close([0.0] * 4)),
    case(
        "query",
        call(NAME, ["a"], [["a", "b"], []]),
        holds=agree("空文档的分数", "the score of an empty document", lambda out: (out[1], 0.0)),
    ),
]
UNTOUCHED = "inputs"
