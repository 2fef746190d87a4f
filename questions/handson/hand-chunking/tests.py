"""Wanted values: written out by hand, and for a longer text slices of it at places that are told."""

from questions.handson.compare import is_same, shown
from questions.handson.model import Mismatch
from questions.handson.writing import call, case
from questions.model import Text

NAME = "chunk"
SEVEN = list("abcdefg")
LONG = [f"w{n}" for n in range(100)]


def cut(*places):
    """The slices of LONG between these places."""
    return [LONG[start:end] for start, end in places]


def begins(*wanted):
    """That these are the first chunks, whatever follows them."""

    def relation(results):
        got = results[0][: len(wanted)] if isinstance(results[0], list | tuple) else results[0]
        if is_same(got, list(wanted)):
            return None
        told = shown(list(wanted))
        return Mismatch(shown(got), Text(f"前 {len(wanted)} 块：{told}", f"the first {len(wanted)} chunks: {told}"))

    return relation


CASES = [
    case("windows", call(NAME, SEVEN, 3, 1), holds=begins(list("abc"), list("cde")), visible=True),
    case("windows", call(NAME, SEVEN, 4, 1), holds=begins(list("abcd"), list("defg"))),
    case("windows", call(NAME, SEVEN, 5, 3), holds=begins(list("abcde"), list("cdefg"))),
    case("windows", call(NAME, SEVEN, 3, 0), holds=begins(list("abc"), list("def"))),
    case("windows", call(NAME, SEVEN, 3, 2), holds=begins(list("abc"), list("bcd"), list("cde"))),
    case("windows", call(NAME, LONG, 40, 10), holds=begins(*cut((0, 40), (30, 70), (60, 100)))),
    case("tail", call(NAME, SEVEN, 4, 0).alike([list("abcd"), list("efg")]), visible=True),
    case("tail", call(NAME, SEVEN[:6], 4, 1).alike([list("abcd"), list("def")])),
    case("tail", call(NAME, LONG, 32, 2).alike(cut((0, 32), (30, 62), (60, 92), (90, 100)))),
    # One more window would hold nothing but e and f.
    case("no-repeat", call(NAME, SEVEN[:6], 4, 2).alike([list("abcd"), list("cdef")]), visible=True),
    case("no-repeat", call(NAME, SEVEN[:5], 4, 3).alike([list("abcd"), list("bcde")])),
    case("no-repeat", call(NAME, LONG, 90, 80).alike(cut((0, 90), (10, 100)))),
    case("no-repeat", call(NAME, SEVEN[:2], 4, 3).alike([["a", "b"]])),
    case("no-repeat", call(NAME, [], 4, 1).alike([])),
]
UNTOUCHED = "inputs"
