"""Values over the border: what goes through comes out the same, what may not is refused, no person's method is called."""

from __future__ import annotations

import math
from collections import Counter, OrderedDict, namedtuple
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from runner.limits import DEPTH, ITEMS
from runner.values import DTYPES, Malformed, Opaque, Ref, TooLarge, clean, decode, dumps, encode, loads, shown

Pair = namedtuple("Pair", "a b")
FLOATS = st.floats(allow_nan=False)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | FLOATS
    | st.text(st.characters(exclude_categories=["Cs"], min_codepoint=1))
)
LEAVES |= st.binary() | st.complex_numbers(allow_nan=False)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text("ab"), inner),
    max_leaves=20,
)
ARRAYS = st.sampled_from(DTYPES).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
)


def through(value: Any) -> Any:
    return decode(loads(dumps(encode(value))))


def same(one: Any, two: Any) -> bool:
    """Equal in value and in type, all the way down."""
    if type(one) is not type(two):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, dict):
        return same(list(one.items()), list(two.items()))
    return bool(one == two)


@given(VALUES)
def test_plain_values_come_through_the_same(value: Any) -> None:
    assert same(through(value), value)


@given(ARRAYS)
def test_arrays_come_through_bit_by_bit_apart_from_nan_payloads(array: Any) -> None:
    back = through(array)
    assert (back.dtype, back.shape) == (array.dtype, array.shape)
    assert np.array_equal(back, array, equal_nan=array.dtype.kind in "fc")


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, -0.0, 5e-324, 1.7976931348623157e308])
def test_floats_at_the_edge(number: float) -> None:
    for value in (number, np.float64(number), np.array([number])):
        back = through(value)
        assert type(back) is type(value)
        assert np.array_equal(back, value, equal_nan=True)
        assert np.array_equal(np.signbit(back), np.signbit(value))


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_scalar_keeps_its_dtype(dtype: str) -> None:
    value = np.ones((), dtype)[()]
    assert type(through(value)) is type(value)


def test_views_come_through_in_c_order() -> None:
    array = np.arange(6).reshape(2, 3).T[::-1]
    assert through(array).tolist() == array.tolist()


@pytest.mark.parametrize(
    ("value", "base"),
    [
        (Counter("aab"), {"a": 2, "b": 1}),
        (OrderedDict(a=1), {"a": 1}),
        (Pair(1, 2), (1, 2)),
        (np.ma.masked_array([1, 2], [True, False]), np.array([1, 2])),
    ],
)
def test_a_subclass_is_sent_as_what_it_extends(value: Any, base: Any) -> None:
    back = through(value)
    assert type(back) is type(base)
    assert np.array_equal(back, base) if isinstance(base, np.ndarray) else back == base


class Liar(list):  # type: ignore[type-arg]  # as a person would write it
    """Says something else wherever it can be asked."""

    __class__ = float  # type: ignore[assignment]  # the lie

    def __iter__(self) -> Any:
        raise AssertionError("asked")

    __len__ = __eq__ = __getitem__ = __hash__ = __float__ = __reduce__ = __iter__  # type: ignore[assignment]  # all alike


def test_no_method_of_a_persons_class_is_called() -> None:
    assert encode(Liar([1, 2])) == [1, 2]


class NamedByItself(type):
    @property
    def __name__(cls) -> str:  # type: ignore[override]  # the lie
        raise AssertionError("asked")


class Thing(metaclass=NamedByItself):
    def __array__(self, *_: Any, **__: Any) -> Any:
        raise AssertionError("asked")

    __float__ = __iter__ = __len__ = __index__ = __array__


@pytest.mark.parametrize(
    "value", [Thing(), (x for x in ()), lambda: 1, np.array([object()]), np.array(["a"]), np.datetime64(1, "s")]
)
def test_everything_else_stays_where_it_is(value: Any) -> None:
    assert isinstance(through(value), Opaque)


def test_what_only_a_person_s_class_made_a_key_is_named_by_its_type() -> None:
    class Key(list):  # type: ignore[type-arg]  # as a person would write it
        def __hash__(self) -> int:  # type: ignore[override]  # what makes it a key
            return 1

    assert through({Key(): 1}) == {Opaque("list"): 1}
    assert through({Thing(): 1, Thing(): 2}) == {Opaque("Thing"): 2}


def deep(levels: int) -> Any:
    value: Any = 1j
    for _ in range(levels):
        value = [value]
    return value


def test_depth_is_bounded_and_the_last_depth_comes_through() -> None:
    assert through(deep(DEPTH)) == deep(DEPTH)
    with pytest.raises(TooLarge):
        encode(deep(DEPTH + 1))
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(TooLarge):
        encode(loop)


@pytest.mark.parametrize(
    "value",
    [
        [0] * (ITEMS + 1),
        [[0] * 1000] * (ITEMS // 1000),
        np.broadcast_to(np.zeros(1), (10**6, 10**6)),
        "a" * (ITEMS * 9),
        b"a" * (ITEMS * 9),
        2**1000,
    ],
    ids=["list", "lists", "array of one number", "text", "bytes", "integer"],
)  # fmt: skip
def test_size_is_bounded(value: Any) -> None:
    with pytest.raises(TooLarge):
        encode(value)


def array(dtype: str, shape: Any, data: Any, **more: Any) -> Any:
    return {"array": {"dtype": dtype, "shape": shape, "data": data, **more}}


@pytest.mark.parametrize(
    "plain",
    [
        {}, {"tuple": [], "list": []}, {"tuple": 3}, {"float": "Infinity"}, {"float": 1}, {"complex": [1.0]},
        {"complex": ["1", 2.0]}, {"bytes": "*"}, {"object": 1}, {"verdict": "passed"}, {"dict": [[1]]}, {"dict": [1]},
        array("float64", [2], [1.0]), array("float64", [-1], []), array("float64", [True], [1.0]),
        array("object", [1], [1]), array("float64", [1], ["NaN"]), array("int8", [1], [300]), array("int64", [1], [1.5]),
        array("bool", [1], [1]), array("float64", [1], [True]), array("float64", [0, 10**30], []),
        array("float64", [1], [[1.0]]), array("float64", [], [1.0], x=1), {"scalar": {"dtype": "float64", "value": None}},
    ],
    ids=str,
)  # fmt: skip
def test_what_encode_would_not_write_is_refused(plain: Any) -> None:
    with pytest.raises(Malformed):
        decode(plain)


@pytest.mark.parametrize(
    "raw",
    [
        b"NaN", b"[Infinity]", b"1e999", b'{"a":1,"a":2}', b"[" * 100_000, b'{"a":' * 100_000, b"9" * 400, b"\xff", b"", b"1 2",
        b'"' + b"a" * 2_000_000 + b'"',
    ],
    ids=lambda raw: raw[:12],
)  # fmt: skip
def test_json_that_is_not_ours_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        loads(raw)


def test_kept_values_are_found_inside_and_named_outside() -> None:
    kept = object()
    assert decode(encode([Ref("cache")]), {"cache": kept}) == [kept]
    assert decode(encode(Ref("cache"))) == Ref("cache")
    with pytest.raises(Malformed):
        decode(encode(Ref("other")), {"cache": kept})


def test_text_that_no_store_takes_is_mended() -> None:
    assert clean("a\ud800b\0c") == "a?b\ufffdc"
    assert through("a\udfff\0") == "a?\ufffd"
    assert shown("é\u3000\tx\r\ny\x1b[2J\u202etxt") == "é\u3000\tx\ny\ufffd[2J\ufffdtxt"
