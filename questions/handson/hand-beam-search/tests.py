"""Wanted values: small tables worked out by hand, and a reference that looks at every sequence of every length.

Tokens stand in layers, and whatever is not named in a table is so unlikely that no beam holds it: but for the tests of `limit`
every search ends because everything has reached `eos`, where those of `joint` and `score` reach it all at once.
"""

from itertools import pairwise, product

import numpy as np

from questions.handson.writing import call, case

NAME = "beam_search"
NEVER = -60.0
rng = np.random.default_rng(11)


def table(size, first, then):
    """The arrays `start` and `step` with these log-probabilities, by token and by pair of tokens."""
    start, step = np.full(size, NEVER), np.full((size, size), NEVER)
    for token, value in first.items():
        start[token] = value
    for pair, value in then.items():
        step[pair] = value
    return start, step


def total(tokens, start, step):
    """The log-probability of a whole sequence."""
    return start[tokens[0]] + sum(step[pair] for pair in pairwise(tokens))


def slow(start, step, eos, beams, max_len):
    """Of all sequences of a length, those whose parent survived the round before."""
    alive = {()}
    for n in range(1, max_len + 1):
        every = [tokens for tokens in product(range(len(start)), repeat=n) if tokens[:-1] in alive]
        pool = [tokens for tokens in every if eos not in tokens[:-1]] + [kept for kept in alive if eos in kept]
        alive = set(sorted(pool, key=lambda tokens: total(tokens, start, step), reverse=True)[:beams])
    ranked = sorted(alive, key=lambda tokens: total(tokens, start, step), reverse=True)
    return tuple((list(tokens), total(tokens, start, step)) for tokens in ranked)


# Layers {0, 1}, {2, 3} and eos 4. Greedy begins with 0, and the best pair begins with 1.
END = {(2, 4): -0.25, (3, 4): -0.25}
FORK = table(5, {0: -0.5, 1: -1.0}, {(0, 2): -1.0, (0, 3): -1.5, (1, 2): -3.0, (1, 3): -0.125, **END})
# Both survivors of the second round come from 0.
TWINS = table(5, {0: -0.5, 1: -1.0}, {(0, 2): -0.75, (0, 3): -0.5, (1, 2): -1.0, (1, 3): -2.0, **END})
# Layers of three, then eos 6.
FIRST, SECOND = range(3), range(3, 6)
LAYERS = table(
    7,
    {a: -2 * rng.random() for a in FIRST},
    {(a, b): -2 * rng.random() for a in FIRST for b in SECOND} | {(b, 6): -2 * rng.random() for b in SECOND},
)
# eos is 2. The finished [2] takes the place that [1] would need, from which a better one than [0, 2] would come.
TAKEN = table(3, {2: -1.0, 0: -1.5, 1: -1.75}, {(0, 2): -5.0, (1, 2): -0.25})
# [2] with −2, [0, 2] with −3 and, best to the end, [0, 1, 2] with −1.125.
CHAIN = table(3, {2: -2.0, 0: -0.5}, {(0, 1): -0.5, (0, 2): -2.5, (1, 2): -0.125})
ENDLESS = np.array([-0.25, -3.0]), np.array([[-0.5, -3.0], [-1.0, -1.0]])

CASES = [
    case("joint", call(NAME, *FORK, 4, 2, 3).close((([1, 3, 4], -1.375), ([0, 2, 4], -1.75))), visible=True),
    case("joint", call(NAME, *TWINS, 4, 2, 3).close((([0, 3, 4], -1.25), ([0, 2, 4], -1.5))), visible=True),
    case("joint", call(NAME, *LAYERS, 6, 3, 3).close(slow(*LAYERS, 6, 3, 3))),
    case("joint", call(NAME, *LAYERS, 6, 2, 3).close(slow(*LAYERS, 6, 2, 3))),
    case("score", call(NAME, *FORK, 4, 1, 3).close((([0, 2, 4], -1.75),)), visible=True),
    case("score", call(NAME, *LAYERS, 6, 1, 3).close(slow(*LAYERS, 6, 1, 3))),
    case("finished", call(NAME, *CHAIN, 2, 2, 3).close((([0, 1, 2], -1.125), ([2], -2.0))), visible=True),
    case("finished", call(NAME, *TAKEN, 2, 2, 2).close((([2], -1.0), ([0, 2], -6.5)))),
    case("finished", call(NAME, *TAKEN, 2, 2, 6).close((([2], -1.0), ([0, 2], -6.5)))),
    case("finished", call(NAME, *TAKEN, 2, 1, 6).close((([2], -1.0),))),
    # The sums rank [0, 1, 2], [2], [0, 2]; per token it is −0.375, −1.5 and −2.
    case(
        "length",
        call(NAME, *CHAIN, 2, 3, 3, alpha=1.0).close((([0, 1, 2], -0.375), ([0, 2], -1.5), ([2], -2.0))),
        visible=True,
    ),
    # While the sums decide, [2] stays and [0, 2] goes.
    case("length", call(NAME, *CHAIN, 2, 2, 3, alpha=1.0).close((([0, 1, 2], -0.375), ([2], -2.0)))),
    case("length", call(NAME, *CHAIN, 2, 3, 3, 2.0).close((([0, 1, 2], -0.125), ([0, 2], -0.75), ([2], -2.0)))),
    case("limit", call(NAME, *ENDLESS, 1, 1, 1).close((([0], -0.25),))),
    case("limit", call(NAME, *ENDLESS, 1, 1, 4).close((([0, 0, 0, 0], -1.75),))),
    case("limit", call(NAME, *ENDLESS, 1, 9, 1).close((([0], -0.25), ([1], -3.0)))),
]
UNTOUCHED = "inputs"
