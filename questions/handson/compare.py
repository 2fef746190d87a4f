"""Results of a person's code held against what was wanted, and both as people read them.

Values come from an untrusted program: nothing here calls a method of theirs, and whatever cannot be compared is a mismatch.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from questions.handson.model import CodeCall, KeptRef, Value

LONGEST = 160  # characters of one shown value
SHOWN_DIGITS = 5
NUMERIC = "fiub"  # kinds of NumPy types that count as numbers: floats, signed and unsigned integers, booleans


def as_array(value: Value) -> np.ndarray[Any, Any] | None:
    """The numbers in `value` (a number, an array, or nested lists of numbers) as floats; None if it is anything else."""
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):  # ragged lists
        return None
    return array.astype(np.float64) if array.dtype.kind in NUMERIC else None


def is_close(got: Value, wanted: Value, tolerance: float) -> bool:
    """Whether numbers have the wanted shape and differ by at most `tolerance`·(1 + |wanted|); of a tuple each member.

    Dtypes are not compared.
    """
    if isinstance(wanted, tuple):
        fits = isinstance(got, tuple | list) and len(got) == len(wanted)
        return fits and all(is_close(one, other, tolerance) for one, other in zip(got, wanted, strict=True))
    mine, theirs = as_array(wanted), as_array(got)
    if mine is None or theirs is None or mine.shape != theirs.shape:
        return False
    return bool(np.allclose(theirs, mine, rtol=tolerance, atol=tolerance))


def is_same(one: Value, other: Value) -> bool:
    """Whether two values are the same plain data: types, shapes, order and every number; NaN is the same as NaN."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return _same_array(one, other)
    if isinstance(one, np.generic) or isinstance(other, np.generic):
        return _same_number(one, other)
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    return bool(one == other) or (one != one and other != other)


def _same_array(one: Value, other: Value) -> bool:
    if not (isinstance(one, np.ndarray) and isinstance(other, np.ndarray)):
        return False
    return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def _same_number(one: Value, other: Value) -> bool:
    mine, theirs = as_array(one), as_array(other)
    return mine is not None and theirs is not None and bool(np.array_equal(mine, theirs))


def shown(value: Value) -> str:
    """A value in at most 160 characters: numbers to five digits, arrays as nested lists."""
    text = " ".join(_written(value).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _written(value: Value) -> str:
    if isinstance(value, np.ndarray | np.generic):
        return _written(value.tolist())
    if isinstance(value, float):
        return f"{value:.{SHOWN_DIGITS}g}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(_written, value))}{',' if len(value) == 1 else ''})"
    return value.name if isinstance(value, KeptRef) else repr(value)


def written(call: CodeCall) -> str:
    """A call as it would be typed, long arguments cut."""
    arguments = [*map(shown, call.args), *(f"{name}={shown(value)}" for name, value in call.kwargs.items())]
    kept = f"{call.keep} = " if call.keep else ""
    return f"{kept}{call.target}({', '.join(arguments)})"
