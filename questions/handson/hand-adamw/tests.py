"""Wanted values: cases in which the formula collapses, and single steps computed by hand.

From m = v = 0 at t = 1, or with the same gradient at every step, m̂ = g and v̂ = g², so that a step is lr · sign(g) while eps is
small. After very many steps the corrections are 1. The tests of `decay` take the difference between two calls, and those of
`moments` do not look at w.
"""

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "adamw_step"
W, G = np.array([2.0, -3.0, 0.5]), np.array([0.5, -4.0, 1.0])
M, V = np.array([1.0, 2.0, -1.0]), np.array([4.0, 1.0, 9.0])
ZERO = np.zeros(3)
LATE = 10**6  # a step at which 1 − b^t is 1


def step(w=W, g=G, m=ZERO, v=ZERO, t=1, lr=0.1, **rest):
    return call(NAME, w, g, m, v, t, lr, **{"decay": 0.0, **rest})


def weights(wanted):
    return agree("w", "w", lambda out: (out[0], wanted))


def averages(m, v):
    return agree("m、v", "m, v", lambda out: (out[1:], np.array([m, v])))


def decays(factor):
    """That the first call takes this multiple of w off what the second gives, and leaves m and v alone."""
    return agree(
        f"w 多减 {factor} · w，m、v 不变",
        f"{factor} · w more taken off w, the same m and v",
        lambda out, plain: ((out[0], out[1:]), (plain[0] - factor * W, plain[1:])),
    )


def constant(t, b1=0.9, b2=0.999):
    """Step t when every gradient was G."""
    return step(m=(1 - b1 ** (t - 1)) * G, v=(1 - b2 ** (t - 1)) * G**2, t=t, b1=b1, b2=b2)


SIGNS = weights(W - 0.1 * np.sign(G))


CASES = [
    case("moments", step(m=M, v=V, t=3, b1=0.5, b2=0.75), holds=averages([0.75, -1.0, 0.0], [3.0625, 4.75, 7.0]), visible=True),
    case("moments", step(m=M, v=V, t=7), holds=averages(0.9 * M + 0.1 * G, 0.999 * V + 0.001 * G * G)),
    case("correction", step(), holds=SIGNS, visible=True),
    case("correction", constant(2), holds=SIGNS),
    case("correction", constant(9, 0.5, 0.75), holds=SIGNS),
    # m = v = 0 at t = 2: m̂ = (0.5 / 0.75) g = ⅔ g, v̂ = (0.25 / 0.4375) g² = 4/7 g².
    case("correction", step(t=2, b1=0.5, b2=0.75), holds=weights(W - 0.1 * 2 / 3 / np.sqrt(4 / 7) * np.sign(G))),
    case("denominator", step(m=G, v=G**2, t=LATE, eps=0.5), holds=weights(W - 0.1 * G / (abs(G) + 0.5)), visible=True),
    case("denominator", step(eps=0.5), holds=weights(W - 0.1 * G / (abs(G) + 0.5))),
    case("denominator", step(g=ZERO), holds=weights(W)),
    case("decay", step(decay=0.5), step(), holds=decays(0.05), visible=True),
    case("decay", step(m=M, v=V, t=5, lr=0.25, decay=0.1), step(m=M, v=V, t=5, lr=0.25), holds=decays(0.025)),
    case("decay", step(g=ZERO, decay=0.5), holds=weights(0.95 * W)),
]  # fmt: skip
UNTOUCHED = "inputs"
