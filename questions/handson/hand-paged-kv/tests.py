"""Wanted values: allocations drawn on paper, block by block.

Only the tests of `slots` and `blocks` look at numbers; the others count free blocks, and compare the slots of two sequences
or of one sequence before and after.
"""

import numpy as np

from questions.handson.writing import KeptRef, agree, call, case


def new(blocks, size):
    return call("BlockManager", blocks, size, keep="pool")


def append(seq, n, wanted=True):
    return call("pool.append", seq, n).equals(wanted)


def fork(seq, to):
    return call("pool.fork", seq, to)


def free(seq):
    return call("pool.free", seq)


def left(wanted):
    """That so many blocks are free."""
    return call("len", KeptRef("pool")).equals(wanted)


def slots(seq, tokens):
    return call("pool.slots", seq, list(range(tokens)))


def lie_in(size, *wanted):
    """That the slots of the last call lie in these blocks, one number for each token."""
    return agree("各 token 所在的块", "the block of every token", lambda *out: (out[-1] // size, np.array(wanted)))


def same(*wanted):
    """That the slots told last and those told before them are the same (1) or not (0), token by token."""

    def pair(*out):
        before, last = [one for one in out if one is not None and one.ndim == 1][-2:]
        return before == last, np.array(wanted)

    zh, en = (
        "逐个 token 看，两次的槽位是否相同（1 表示相同）",
        "whether the two have the same slots, token by token (1 is yes)",
    )
    return agree(zh, en, pair)


ALL_DIFFERENT = agree(
    "最后一次不同的槽位数", "how many different slots the last call has", lambda *out: (len(set(out[-1])), len(out[-1]))
)
THREE = (append("a", 3), fork("a", "b"))  # of blocks of two, so that the second one is half full

CASES = [
    case("slots", new(4, 2), append("a", 3), slots("a", 3).close([0, 1, 2]), visible=True),
    case("slots", new(6, 4), append("a", 1), append("b", 2), append("a", 4), slots("a", 5).close([0, 1, 2, 3, 8])),
    case("slots", new(6, 4), append("a", 1), append("b", 2), append("a", 4), slots("b", 2).close([4, 5])),
    case("slots", new(3, 3), append("a", 7), call("pool.slots", "a", [6, 0, 4, 4]).close([6, 0, 4, 4])),
    case(
        "blocks",
        new(4, 4),
        left(4),
        append("a", 1),
        left(3),
        append("a", 3),
        left(3),
        append("a", 1),
        left(2),
        visible=True,
    ),
    case("blocks", new(9, 3), append("a", 9), left(6), append("b", 4), left(4), append("c", 1), left(3)),
    case("blocks", new(4, 2), append("a", 1), append("b", 1), append("a", 2), slots("a", 3), holds=lie_in(2, 0, 0, 2)),
    # 0 and 2 are free again, 3 has never been used.
    case(
        "blocks",
        new(4, 1),
        append("a", 1),
        append("b", 1),
        append("c", 1),
        free("a"),
        free("c"),
        append("d", 2),
        slots("d", 2),
        holds=lie_in(1, 0, 2),
    ),
    case("room", new(2, 2), append("a", 5, False), append("a", 4), append("a", 1, False), visible=True),
    case("room", new(3, 2), append("a", 3), append("b", 3, False), left(1), append("b", 2), left(0), append("a", 1)),
    case(
        "room",
        new(2, 4),
        append("a", 3),
        append("a", 6, False),
        left(1),
        append("a", 5),
        left(0),
        append("a", 1, False),
    ),
    case("room", new(2, 4), append("a", 3), slots("a", 3), append("a", 6, False), slots("a", 3), holds=same(1, 1, 1)),
    case("sharing", new(4, 2), *THREE, left(2), slots("a", 3), slots("b", 3), holds=same(1, 1, 1), visible=True),
    # b writes into a copy of the second block; a keeps the old one and may go on writing there.
    case(
        "sharing",
        new(5, 2),
        *THREE,
        append("b", 1),
        left(2),
        slots("a", 3),
        slots("b", 3),
        holds=same(1, 1, 0),
        visible=True,
    ),
    case(
        "sharing",
        new(5, 2),
        *THREE,
        slots("a", 3),
        append("b", 1),
        append("a", 1),
        left(2),
        slots("a", 3),
        holds=same(1, 1, 1),
    ),
    case("sharing", new(5, 2), *THREE, slots("b", 3), append("a", 1), slots("b", 3), holds=same(1, 1, 1)),
    # A full block is shared without being written.
    case("sharing", new(4, 2), append("a", 4), fork("a", "b"), append("b", 1), left(1)),
    case(
        "sharing",
        new(4, 2),
        append("a", 4),
        fork("a", "b"),
        append("b", 1),
        slots("a", 4),
        slots("b", 4),
        holds=same(1, 1, 1, 1),
    ),
    case(
        "sharing",
        new(5, 4),
        append("a", 2),
        fork("a", "b"),
        append("b", 7),
        left(1),
        slots("b", 9),
        holds=ALL_DIFFERENT,
    ),
    case(
        "sharing",
        new(6, 2),
        append("a", 1),
        fork("a", "b"),
        fork("b", "c"),
        append("b", 1),
        append("c", 1),
        append("a", 1),
        left(3),
    ),
    # Room for one block, but the copy needs one and the new tokens another.
    case("sharing", new(2, 2), append("a", 1), fork("a", "b"), append("b", 2, False), left(1), append("b", 1), left(0)),
    case("release", new(3, 2), append("a", 5), left(0), free("a"), left(3), append("b", 6), visible=True),
    case("release", new(4, 2), *THREE, slots("b", 3), free("a"), left(2), slots("b", 3), holds=same(1, 1, 1)),
    case("release", new(4, 2), *THREE, free("b"), left(2), free("a"), left(4)),
    # Nobody shares the block any more, so that it is written where it is.
    case("release", new(2, 2), *THREE, free("a"), append("b", 1), left(0)),
    case("release", new(4, 2), append("a", 3), free("a"), append("a", 1), left(3)),
]
UNTOUCHED = "inputs"
