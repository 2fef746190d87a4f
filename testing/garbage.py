"""What people and programs send that nobody meant: the same in every run."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

NASTY = (
    "", " ", "\x00", "\x00\x01\x02", "\u202e\u202dtxet", "\u200b\u200d\ufeff", "\ud83d", "\udfff\ud800",
    "e\u0301" * 40, "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 20, "\U0001d518\U0001d52b", "\ufdfa" * 50,
    "Z\u0321\u0316\u031c\u0356" * 9,
    "\u2028\u2029\x85", "\u0130\u0131\u017f\u212a", "\xdf" * 30, "\U000e0041", "\xb2", "\u0663\u0664",
    "<b>&amp;</i><script>", "```\n" * 30, "`" * 99, "'; DROP TABLE x; --", "%s%n{0}${x}{{y}}", "../../etc/passwd",
    "=cmd|' /C calc'!A0", "\\" * 50, "/" * 50, "9" * 400, "-1", "1e999", "NaN", "null", "注意力" * 200, "\n" * 300, "\t",
    "a" * 5000, "/start " + "x" * 500, "/interview " + "\u200b" * 50, "/", "/@", "/ /", "/interview@other_bot x", "@",
)  # fmt: skip
texts = st.one_of(st.sampled_from(NASTY), st.text(st.characters(codec=None), max_size=60))
finite = st.floats(allow_nan=False, allow_infinity=False)
numbers = st.one_of(st.integers(-(2**70), 2**70), finite, st.sampled_from([0, -1, 2**31, 2**63]))
scalars = st.one_of(st.none(), st.booleans(), numbers, texts)
junk = st.recursive(
    scalars, lambda x: st.one_of(st.lists(x, max_size=3), st.dictionaries(texts, x, max_size=3)), max_leaves=6
)


def bounded(examples: int) -> settings:
    """So many examples, the same ones on every machine, however slow it is."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=slow,
        phases=[Phase.explicit, Phase.generate],
    )


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a JSON value but the whole."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*path, key)
        yield from places(part, (*path, key))


def changed(value: Any, at: int, by: Any, *, remove: bool = False) -> Any:
    """A copy with one part replaced or taken away; `at` chooses the part."""
    made = copy.deepcopy(value)
    found = list(places(made))
    if not found:
        return by
    *way, last = found[at % len(found)]
    holder = made
    for step in way:
        holder = holder[step]
    if remove:
        del holder[last]
    else:
        holder[last] = by
    return made


def garbled(*values: Any) -> st.SearchStrategy[Any]:
    """One of the values with one to three of its parts replaced or taken away."""

    def apply(value: Any, changes: list[tuple[int, Any, bool]]) -> Any:
        for at, by, remove in changes:
            value = changed(value, at, by, remove=remove)
        return value

    change = st.tuples(st.integers(0, 200), junk, st.booleans())
    return st.builds(apply, st.sampled_from(values), st.lists(change, min_size=1, max_size=3))
