"""Wanted values: followed by hand, in probabilities that are sums of powers of two, which floats hold exactly.

Where only acceptance matters, what would be drawn after a rejection has a single candidate. The last test of `residual` adds up
the outcomes over a grid of uniforms: weighed by q, the first token must come out with the probabilities of p.
"""

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "verify"
DRAFT = np.array([1, 2])
SAME = np.array([[0.25, 0.5, 0.25], [0.25, 0.25, 0.5]])  # q = p: everything is accepted
ONLY_0 = np.array([1.0, 0.0, 0.0])


def one(q, p, accept, draw=0.4):
    """The outcome for the draft 0."""
    return call(NAME, np.array([0]), np.array([q]), np.array([p, ONLY_0]), np.array([accept]), draw)


def accepted(yes):
    """That the drafted token 0 is, or is not, the first one out."""
    return agree(
        "第一个 token 是草稿（1 表示是）", "the draft is the first token (1 is yes)", lambda out: (out[0] == 0, yes)
    )


def two(first, second):
    """The outcome for the drafts 1 and 2 with these distributions of the target."""
    return call(NAME, DRAFT, SAME, np.array([first, second, ONLY_0]), np.array([0.5, 0.5]), 0.5)


Q, P = np.array([0.125, 0.125, 0.5, 0.25]), np.array([0.3125, 0.3125, 0.25, 0.125])
EVERY = [(token, u, r) for token in range(4) for u in (0.25, 0.75) for r in (0.25, 0.75)]


def follows_p(*outs):
    """How often each token comes first, over drafts from Q and all uniforms of the grid, and how often it should."""
    share = np.zeros(4)
    for (token, _, _), out in zip(EVERY, outs, strict=True):
        share[int(out[0])] += Q[token] / 4
    return share, P


def ends_after(count):
    """That so many tokens come out."""
    return agree("输出的 token 个数", "the number of tokens", lambda out: (len(out), count))


def alone(p, draw):
    """The outcome without drafts, which is one token drawn from p."""
    return call(NAME, np.zeros(0, int), np.zeros((0, 4)), np.array([p]), np.zeros(0), draw)


CASES = [
    case("acceptance", one([0.5, 0.25, 0.25], [0.25, 0.75, 0.0], 0.4), holds=accepted(True), visible=True),
    case("acceptance", one([0.5, 0.25, 0.25], [0.25, 0.75, 0.0], 0.6), holds=accepted(False), visible=True),
    case("acceptance", one([0.5, 0.25, 0.25], [0.25, 0.75, 0.0], 0.5), holds=accepted(False)),
    case("acceptance", one([0.25, 0.5, 0.25], [0.75, 0.125, 0.125], 0.999), holds=accepted(True)),
    case("acceptance", one([0.5, 0.25, 0.25], [0.0, 1.0, 0.0], 0.0), holds=accepted(False)),
    case("stop", two([1.0, 0.0, 0.0], [0.0, 0.0, 1.0]), holds=ends_after(1), visible=True),
    case("stop", two([0.25, 0.5, 0.25], [0.0, 1.0, 0.0]), holds=ends_after(2)),
    case("residual", one([0.5, 0.5, 0.0], [0.25, 0.5, 0.25], 0.9, draw=0.3).close([2]), visible=True),
    # p − q = [−0.5, 0.375, 0.125], so that token 1 has 3/4 and token 2 has 1/4.
    case("residual", one([0.75, 0.125, 0.125], [0.25, 0.5, 0.25], 0.9, draw=0.7).close([1])),
    case("residual", one([0.75, 0.125, 0.125], [0.25, 0.5, 0.25], 0.9, draw=0.8).close([2])),
    case(
        "residual",
        *(call(NAME, np.array([token]), Q[None], np.array([P, P]), np.array([u]), r) for token, u, r in EVERY),
        holds=agree("第一个 token 的分布等于 p", "the first token distributed as p", follows_p),
    ),
    case("bonus", two(*SAME).close([1, 2, 0]), visible=True),
    case("bonus", call(NAME, DRAFT, SAME, np.vstack([SAME, [[0.0, 0.0, 1.0]]]), np.array([0.9, 0.1]), 0.1).close([1, 2, 2])),
    case("bonus", call(NAME, np.zeros(0, int), np.zeros((0, 3)), np.array([[0.0, 1.0, 0.0]]), np.zeros(0), 0.5).close([1])),
    case("draw", alone([0.0, 0.5, 0.0, 0.5], 0.4).close([1]), alone([0.0, 0.5, 0.0, 0.5], 0.5).close([3])),
    case("draw", alone([0.0, 0.0, 0.5, 0.5], 0.0).close([2]), alone([0.0, 0.25, 0.75, 0.0], 0.999).close([2])),
]  # fmt: skip
UNTOUCHED = "inputs"
