"""Wanted values: subsequences counted by hand, and for a longer pair every subset of its words tried from the longest down.

Where both texts have the same number of words, precision, recall and F1 are the same share; the tests of `subsequence` use
only such pairs.
"""

from itertools import combinations

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "rouge_l"
ONE, OTHER = "d a c b a c d b a d c b", "a b c d a b c d a b c d"


def slow(one, other):
    """The length of the longest common subsequence, by trying them all."""
    one, other = one.split(), other.split()
    for length in range(len(one), 0, -1):
        for picked in combinations(one, length):
            left = iter(other)
            if all(word in left for word in picked):
                return length
    return 0


def share(common, of):
    """All three are this share."""
    return (common / of,) * 3


def parts(precision, recall):
    return agree("precision 和 recall", "precision and recall", lambda out: (out[:2], np.array([precision, recall])))


F1 = agree("2PR / (P + R)", "2PR / (P + R)", lambda out: (out[2], 2 * out[0] * out[1] / (out[0] + out[1])))

CASES = [
    case("subsequence", call(NAME, "a x b y", ["a b c d"]).close(share(2, 4)), visible=True),
    case("subsequence", call(NAME, "a b c d e", ["e a b x c"]).close(share(3, 5))),
    case("subsequence", call(NAME, "b a", ["a b"]).close(share(1, 2))),
    case("subsequence", call(NAME, "a a b a", ["a b b a"]).close(share(3, 4))),
    case("subsequence", call(NAME, ONE, [OTHER]).close(share(slow(ONE, OTHER), 12))),
    case("ratios", call(NAME, "the cat sat", ["the cat sat on the mat"]), holds=parts(1, 3 / 6), visible=True),
    case("ratios", call(NAME, "a b c d e f g h", ["a b"]), holds=parts(2 / 8, 1)),
    case("ratios", call(NAME, "a b\n c ", [" a\tb  d e "]), holds=parts(2 / 3, 2 / 4)),
    case("f1", call(NAME, "the cat sat", ["the cat sat on the mat"]), holds=F1, visible=True),
    case("f1", call(NAME, "a b c d e f g h", ["a b"]), holds=F1),
    case("f1", call(NAME, "a b c", ["a x y z c"]), holds=F1),
    case("best", call(NAME, "a b", ["b x", "a b", "a y"]).close(share(2, 2)), visible=True),
    # The first has the better precision, the second the better F1.
    case("best", call(NAME, "a b c d", ["a b c d e f g h i j k l m n o p", "a b c x"]).close(share(3, 4))),
    case("best", call(NAME, "a b c d", ["a", "a b c x"]).close(share(3, 4))),
    case("empty", call(NAME, "a b", ["c d e"]).close((0.0, 0.0, 0.0))),
    case("empty", call(NAME, "", ["c d"]).close((0.0, 0.0, 0.0))),
    case("empty", call(NAME, "a b", [""]).close((0.0, 0.0, 0.0))),
    case("empty", call(NAME, "", [""]).close((0.0, 0.0, 0.0))),
]
UNTOUCHED = "inputs"
