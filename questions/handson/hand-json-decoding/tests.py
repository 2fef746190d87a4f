"""Wanted values: all strings of at most five characters over []01, are tried with Python's own JSON parser; a token may follow
where one of them begins with the text and the token. Longer ones are written out by hand.
"""

import json
from itertools import product

import numpy as np

from questions.handson.writing import call, case

FIVE = 5


def _is_array(text):
    try:
        return isinstance(json.loads(text), list)
    except ValueError:
        return False


ARRAYS = [text for n in range(2, FIVE + 1) for text in map("".join, product("[]01,", repeat=n)) if _is_array(text)]


def slow(text, vocab, limit):
    """Which tokens may follow, by looking at every array that is short enough."""
    return [
        text in ARRAYS if token == "" else any(one.startswith(text + token) and len(one) <= limit for one in ARRAYS)
        for token in vocab
    ]


CHARACTERS = ["[", "]", ",", "0", "1"]
WITH_END = [*CHARACTERS, ""]
LONGER = ["[[", "]]", "],", ",1", "10", "01", "[1", ",,", "[]", "1]"]


def may(text, vocab, limit=FIVE):
    return call("allowed", text, vocab, limit).close(slow(text, vocab, limit))


def told(text, vocab, wanted, limit=100):
    """Written out by hand: 1 for each token that may follow."""
    return call("allowed", text, vocab, limit).close([bool(one) for one in wanted])


def ranked(vocab, *best):
    """A row of negative scores for each of these orders of tokens, the best first."""
    return np.array([[-1.0 - order.index(token) for token in vocab] for order in best])


VOCAB = ["[", "]", ",", "7", "77", ""]
SEVENS = ["77", "7", ",", "[", "]", ""]
SEVEN = ["7", "77", ",", "[", "]", ""]
COMMA = [",", "7", "77", "[", "]", ""]
CLOSE = ["]", "[", "7", "77", ",", ""]
POSITIVE = np.array([[9.0, 0, 2, 5], [1, 0, 2, 7], [7, 0, 9, 1], [1, 0, 2, 3]])
DEEPER = ["[", "77", "7", ",", "]", ""]

CASES = [
    case("grammar", may("", CHARACTERS), visible=True),
    case("grammar", may("[", CHARACTERS), visible=True),
    case("grammar", told("[1", CHARACTERS, [0, 1, 1, 1, 1])),
    case("grammar", told("[1,", CHARACTERS, [1, 0, 0, 1, 1])),
    case("grammar", told("[10", CHARACTERS, [0, 1, 1, 1, 1])),
    case("grammar", told("[0", CHARACTERS, [0, 1, 1, 0, 0])),
    case("grammar", told("[[]", CHARACTERS, [0, 1, 1, 0, 0])),
    case("grammar", told("[1,[2,0", CHARACTERS, [0, 1, 1, 0, 0])),
    case("grammar", told("[[[],3],40", ["5", "]", ",", "["], [1, 1, 1, 0])),
    case("tokens", told("[", LONGER, [1, 0, 0, 0, 1, 0, 1, 0, 1, 1]), visible=True),
    case("tokens", told("[[", LONGER, [1, 1, 1, 0, 1, 0, 1, 0, 1, 1])),
    case("tokens", told("[[1", LONGER, [0, 1, 1, 1, 1, 1, 0, 0, 0, 1])),
    case("tokens", told("[1,", ["2,3]", "2,,3", "[[4],0]]", "]", "05]", "0,5]"], [1, 0, 1, 0, 0, 1])),
    case("tokens", told("", ["[", "[]", "1", "[[1],[", "]", "[1]]"], [1, 1, 0, 1, 0, 0])),
    case("end", told("[1]", WITH_END, [0, 0, 0, 0, 0, 1]), visible=True),
    case("end", told("[]", ["[", "]", ",", "1", "", "[]"], [0, 0, 0, 0, 1, 0])),
    case("end", told("[[1]", WITH_END, [0, 1, 1, 0, 0, 0])),
    case("end", told("", WITH_END, [1, 0, 0, 0, 0, 0])),
    case("end", told("[", WITH_END, [1, 1, 0, 1, 1, 0])),
    case("limit", told("[1", CHARACTERS, [0, 1, 0, 0, 0], limit=3), visible=True),
    case("limit", may("[1", CHARACTERS, 4)),
    case("limit", may("[1", CHARACTERS, 5)),
    case("limit", may("[", LONGER, 5)),
    case("limit", told("[[", ["[", "]", "1", "11", "]]", "[]"], [0, 1, 1, 0, 1, 0], limit=5)),
    case("limit", told("[[1,2]", [",", ",3", ",33", ",[", "]"], [1, 1, 0, 0, 1], limit=9)),
    case("limit", call("decode", VOCAB, ranked(VOCAB, *[DEEPER] * 9) + 10, 8).equals("[[[[]]]]")),
    case("greedy", call("decode", VOCAB, ranked(VOCAB, SEVENS, SEVEN, CLOSE, CLOSE), 20).equals("[7]"), visible=True),
    case("greedy", call("decode", VOCAB, ranked(VOCAB, CLOSE, SEVENS, COMMA, COMMA, CLOSE, SEVEN), 20).equals("[77,7]")),
    case("greedy", call("decode", VOCAB, ranked(VOCAB, SEVENS, DEEPER, CLOSE, COMMA, SEVEN, CLOSE, CLOSE), 20).equals("[[],7]")),
    case("greedy", call("decode", ["]", "", "[", "3"], POSITIVE, 20).equals("[3]")),
]  # fmt: skip
UNTOUCHED = "inputs"
