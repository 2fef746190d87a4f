"""Wanted values: sums written out from the definition, A_t = Σ (γλ)^l · δ_(t+l) up to the end of the episode.

With λ = 0 an advantage is δ alone; with values of 0 δ is the reward. Within an episode next_values[t] is values[t + 1], as it is
in a rollout.
"""

import numpy as np

from questions.handson.writing import agree, call, case

NAME = "gae"
rng = np.random.default_rng(37)
NONE = np.zeros(4)
ZERO = np.zeros(4)
REWARDS = np.array([1.0, 2.0, -1.0, 4.0])
VALUES = np.array([0.5, 1.0, -2.0, 3.0])
NEXT = np.array([1.0, -2.0, 3.0, 6.0])
SECOND = np.array([0.0, 1.0, 0.0, 0.0])  # an episode ends with step 1
LAST = np.array([0.0, 0.0, 0.0, 1.0])


def advantages(wanted):
    """That these are the advantages, whatever the returns are."""
    return agree("优势", "the advantages", lambda out: (out[0], np.array(wanted)))


def written_out(deltas, ends, decay):
    """Every advantage as its own sum."""
    found = []
    for t in range(len(deltas)):
        total, factor = 0.0, 1.0
        for delta, end in zip(deltas[t:], ends[t:], strict=True):
            total += factor * delta
            factor *= decay
            if end:
                break
        found.append(total)
    return found


# Two environments side by side, whose ends lie at different steps; values only where an episode is cut short.
MANY_REWARDS, MANY_VALUES = rng.normal(size=(2, 6, 2))
DONE, CUT, AHEAD = np.zeros((3, 6, 2))
DONE[2, 0] = CUT[3, 1] = 1
AHEAD[2, 0], AHEAD[3, 1] = 5.0, 1.7
MANY_DELTAS = MANY_REWARDS + CUT * AHEAD  # γ = 1
BOTH = np.stack([written_out(MANY_DELTAS[:, n], (DONE + CUT)[:, n], 1.0) for n in (0, 1)], axis=1)
AFTER_SECOND = np.array([0.0, 8.0, 0.0, 0.0])

CASES = [
    case(
        "delta",
        call(NAME, REWARDS, VALUES, NEXT, NONE, NONE, 0.5, 0.0),
        holds=advantages([1.0, 0.0, 2.5, 4.0]),
        visible=True,
    ),
    case("delta", call(NAME, REWARDS[3:], VALUES[3:], NEXT[3:], NONE[3:], NONE[3:], 0.5), holds=advantages([4.0])),
    case("delta", call(NAME, np.ones(1), np.ones(1), np.full(1, 2.0), NONE[:1], NONE[:1]), holds=advantages([1.98])),
    case(
        "recursion",
        call(NAME, REWARDS, ZERO, ZERO, NONE, NONE, 0.5, 1.0),
        holds=advantages([1 + 2 / 2 - 1 / 4 + 4 / 8, 2 - 1 / 2 + 4 / 4, -1 + 4 / 2, 4]),
        visible=True,
    ),
    case("recursion", call(NAME, REWARDS, ZERO, ZERO, NONE, NONE, 1.0, 0.5), holds=advantages([2.25, 2.5, 1, 4])),
    case(
        "recursion", call(NAME, REWARDS, ZERO, ZERO, NONE, NONE, gamma=0.5, lam=0.5), holds=advantages([1.5, 2.0, 0, 4])
    ),
    case(
        "recursion",
        call(NAME, REWARDS, ZERO, ZERO, NONE, NONE),
        holds=advantages(written_out(REWARDS, NONE, 0.99 * 0.95)),
    ),
    case(
        "recursion",
        call(NAME, MANY_REWARDS, 0 * MANY_VALUES, 0 * MANY_VALUES, 0 * DONE, 0 * CUT, 0.9, 0.8),
        holds=advantages(np.stack([written_out(MANY_REWARDS[:, n], np.zeros(6), 0.72) for n in (0, 1)], axis=1)),
    ),
    # λ = 0: only whether the next value counts.
    case(
        "terminated",
        call(NAME, REWARDS, ZERO, AFTER_SECOND, SECOND, NONE, 1.0, 0.0),
        holds=advantages([1.0, 2.0, -1.0, 4.0]),
        visible=True,
    ),
    case(
        "terminated",
        call(NAME, REWARDS, ZERO, 2 * AFTER_SECOND[::-1].copy(), SECOND[::-1].copy(), NONE, 1.0, 0.0),
        holds=advantages(REWARDS),
    ),
    case("terminated", call(NAME, REWARDS, ZERO, ZERO, SECOND, NONE, 1.0, 1.0), holds=advantages([3.0, 2.0, 3.0, 4.0])),
    case(
        "truncated",
        call(NAME, REWARDS, ZERO, AFTER_SECOND, NONE, SECOND, 1.0, 1.0),
        holds=advantages([11.0, 10.0, 3.0, 4.0]),
        visible=True,
    ),
    case(
        "truncated",
        call(NAME, REWARDS, ZERO, AFTER_SECOND, NONE, SECOND, 1.0, 0.0),
        holds=advantages([1.0, 10.0, -1.0, 4.0]),
    ),
    case("truncated", call(NAME, MANY_REWARDS, 0 * MANY_VALUES, AHEAD, DONE, CUT, 1.0, 1.0), holds=advantages(BOTH)),
    case(
        "returns",
        call(NAME, REWARDS, VALUES, NEXT, SECOND, NONE, 0.9, 0.7),
        holds=agree("优势 + values", "advantages + values", lambda out: (out[1], out[0] + VALUES)),
    ),
    case(
        "returns",
        call(NAME, MANY_REWARDS, MANY_VALUES, np.vstack([MANY_VALUES[1:], AHEAD[:1]]), 0 * DONE, 0 * CUT, 0.9, 0.8),
        holds=agree("优势 + values", "advantages + values", lambda out: (out[1], out[0] + MANY_VALUES)),
    ),
]
UNTOUCHED = "inputs"
