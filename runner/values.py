"""Values as plain JSON and back, the same code on both sides of the sandbox.

None, bool, int, float and str stand for themselves, a list is an array; every other value is an object with one key:
`{"tuple": […]}`, `{"set": […]}`, `{"dict": [[key, value], …]}`, `{"float": "nan" | "inf" | "-inf"}`, `{"complex": [re, im]}`,
`{"bytes": base64}`, `{"array": {"dtype", "shape", "data"}}` (flat, C order), `{"scalar": {"dtype", "value"}}`, `{"ref": name}`
(inwards: a value kept in the sandbox), `{"object": type}` (outwards: none of these). Subclasses are sent as what they extend.
No method of a person's class is called on either side.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from runner.limits import DEPTH, INT_BITS, ITEMS, REQUEST_BYTES

if TYPE_CHECKING:
    import numpy as np

type_name: Callable[[type], str] = type.__dict__["__name__"].__get__  # a metaclass cannot answer in its place
DTYPES = (
    "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
    "float16", "float32", "float64", "complex64", "complex128",
)  # fmt: skip
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}

Plain = Any  # what json.loads returns
Value = Any  # one of the kinds above


class Malformed(ValueError):
    """Data that `encode` would not have written."""


class TooLarge(ValueError):
    """A value that is deeper, longer or larger than may pass."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A value that an earlier call kept in the sandbox."""

    name: str


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something that stays in the sandbox, by the name of its type."""

    type: str


class _Budget:
    """Counts items down, so that neither many small lists nor one large array gets through."""

    def __init__(self) -> None:
        self.left = ITEMS

    def spend(self, items: int) -> None:
        self.left -= items
        if self.left < 0:
            raise TooLarge(f"more than {ITEMS} items")


def encode(value: Value) -> Plain:
    """The plain form of any value; TooLarge beyond DEPTH, ITEMS or INT_BITS."""
    return _encode(value, 0, _Budget())


def _encode(value: Value, depth: int, budget: _Budget) -> Plain:
    if depth > DEPTH:
        raise TooLarge(f"nested more than {DEPTH} deep")
    budget.spend(1)
    kind = type(value)
    if value is None or kind is bool:
        return value
    if (numeric := _numpy(value, budget)) is not None:
        return numeric
    for base, plain in _BASES:
        if issubclass(kind, base):
            return plain(value, depth + 1, budget)
    return {"object": value.type if kind is Opaque else type_name(kind)}


def _int(value: int, depth: int, budget: _Budget) -> Plain:
    if int.bit_length(value) > INT_BITS:
        raise TooLarge(f"an integer of more than {INT_BITS} bits")
    return int.__pos__(value)


def _float(value: float, depth: int, budget: _Budget) -> Plain:
    number = float.__pos__(value)
    return number if math.isfinite(number) else {"float": str(number)}


def _str(value: str, depth: int, budget: _Budget) -> Plain:
    budget.spend(str.__len__(value) // 8)
    return str.__str__(value)


def _bytes(value: bytes, depth: int, budget: _Budget) -> Plain:
    budget.spend(bytes.__len__(value) // 8)
    return {"bytes": base64.b64encode(value).decode()}


def _complex(value: complex, depth: int, budget: _Budget) -> Plain:
    number = complex.__pos__(value)
    return {"complex": [_float(number.real, depth, budget), _float(number.imag, depth, budget)]}


def _list(value: list[Value], depth: int, budget: _Budget) -> Plain:
    return [_encode(item, depth, budget) for item in list.__iter__(value)]


def _tuple(value: tuple[Value, ...], depth: int, budget: _Budget) -> Plain:
    return {"tuple": [_encode(item, depth, budget) for item in tuple.__iter__(value)]}


def _set(value: set[Value], depth: int, budget: _Budget) -> Plain:
    return {"set": [_encode(item, depth, budget) for item in set.__iter__(value)]}


def _dict(value: dict[Value, Value], depth: int, budget: _Budget) -> Plain:
    pairs = dict.items(value)
    return {"dict": [[_encode(key, depth, budget), _encode(item, depth, budget)] for key, item in pairs]}


def _ref(value: Ref, depth: int, budget: _Budget) -> Plain:
    return {"ref": value.name}


_BASES: tuple[tuple[type, Callable[[Any, int, _Budget], Plain]], ...] = (
    (int, _int), (float, _float), (str, _str), (bytes, _bytes), (complex, _complex),
    (list, _list), (tuple, _tuple), (set, _set), (dict, _dict), (Ref, _ref),
)  # fmt: skip


def _numpy(value: Value, budget: _Budget) -> Plain:
    """The plain form of an array or scalar of a dtype that may pass, None for anything else."""
    import numpy as np

    kind = type(value)
    if not issubclass(kind, (np.ndarray, np.generic)):
        return None
    array = value.view(np.ndarray) if issubclass(kind, np.ndarray) else np.asarray(value)
    if array.dtype.name not in DTYPES:
        return {"object": type_name(kind)}
    budget.spend(array.size)
    data = [_number(item) for item in array.ravel().tolist()]
    if issubclass(kind, np.generic):
        return {"scalar": {"dtype": array.dtype.name, "value": data[0]}}
    return {"array": {"dtype": array.dtype.name, "shape": list(array.shape), "data": data}}


def _number(item: complex) -> Plain:
    """An element of an array: a number, "nan", "inf", "-inf", or a pair of them where it is complex."""
    if isinstance(item, complex):
        return [_number(item.real), _number(item.imag)]
    return str(item) if isinstance(item, float) and not math.isfinite(item) else item


def decode(plain: Plain, refs: Mapping[str, Value] | None = None) -> Value:
    """The value of a plain form; Malformed where `encode` would not have written it. Kept values are looked up in `refs`."""
    return _decode(plain, 0, refs)


def _decode(plain: Plain, depth: int, refs: Mapping[str, Value] | None) -> Value:
    if depth > DEPTH + 1:  # what is written at the last depth may be an object with parts
        raise Malformed("nested too deep")
    match plain:
        case None | bool() | int() | float():
            return plain
        case str():
            return clean(plain)
        case list():
            return [_decode(item, depth + 1, refs) for item in plain]
        case dict() if len(plain) == 1:
            ((kind, inner),) = plain.items()
            return _object(kind, inner, depth + 1, refs)
    raise Malformed("an object needs one key")


def _object(kind: str, inner: Plain, depth: int, refs: Mapping[str, Value] | None) -> Value:
    match kind, inner:
        case "tuple", list():
            return tuple(_decode(item, depth, refs) for item in inner)
        case "set", list():
            return set(_hashable(inner, depth, refs))
        case "dict", list():
            keys = _hashable([_pair(item)[0] for item in inner], depth, refs)
            return dict(zip(keys, (_decode(_pair(item)[1], depth, refs) for item in inner), strict=True))
        case "float", str() if inner in NOT_FINITE:
            return NOT_FINITE[inner]
        case "complex", [real, imaginary]:
            return complex(_real(_decode(real, depth, refs)), _real(_decode(imaginary, depth, refs)))
        case "bytes", str():
            return _from_base64(inner)
        case "array", {"dtype": str(dtype), "shape": list(shape), "data": list(data)} if len(inner) == 3:
            return _array(dtype, shape, data)
        case "scalar", {"dtype": str(dtype), "value": value} if len(inner) == 2:
            return _array(dtype, [], [value])[()]
        case "object", str():
            return Opaque(clean(inner)[:100])
        case "ref", str() if refs is not None and inner in refs:
            return refs[inner]
        case "ref", str() if refs is None:
            return Ref(inner)
    raise Malformed(f"no value: {kind[:20]!r}")


def _hashable(items: list[Plain], depth: int, refs: Mapping[str, Value] | None) -> list[Value]:
    """Decoded keys. What a person's own type made hashable is not so here, and stands as the type it was sent as."""
    values = [_decode(item, depth, refs) for item in items]
    return [value if _has_hash(value) else Opaque(type_name(type(value))) for value in values]


def _has_hash(value: Value) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _malformed(why: str) -> NoReturn:
    raise Malformed(why)


def _pair(item: Plain) -> tuple[Plain, Plain]:
    match item:
        case [key, value]:
            return key, value
    raise Malformed("no pair")


def _real(value: Value) -> float:
    return value if isinstance(value, float) else _malformed("no real number")


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("no base64") from error


def _array(dtype: str, shape: list[Plain], data: list[Plain]) -> np.ndarray[Any, Any]:
    import numpy as np

    if dtype not in DTYPES or len(shape) > DEPTH or any(type(size) is not int or size < 0 for size in shape):
        raise Malformed("no array")
    if math.prod(shape) != len(data):
        raise Malformed("an array with a shape of another size")
    try:
        return np.array([_element(dtype, item) for item in data], dtype=dtype).reshape(shape)
    except (OverflowError, ValueError, TypeError) as error:
        raise Malformed("an array that its dtype cannot hold") from error


def _element(dtype: str, item: Plain) -> complex:
    if dtype == "bool" or isinstance(item, bool):
        return item if isinstance(item, bool) and dtype == "bool" else _malformed("no bool")
    if dtype.startswith("complex"):
        real, imaginary = _pair(item)
        return complex(_element("float64", real), _element("float64", imaginary))
    if isinstance(item, str) and dtype.startswith("float"):
        return NOT_FINITE[item] if item in NOT_FINITE else _malformed("no number")
    if isinstance(item, int) or (isinstance(item, float) and dtype.startswith("float")):
        return item
    raise Malformed("no number")


def clean(text: str) -> str:
    """Text that every store and terminal takes: without halves of characters and without NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def shown(text: str) -> str:
    """Text that moves no cursor and turns no direction either: all control characters but line ends and tabs are replaced."""
    return CONTROL.sub("\ufffd", clean(text).replace("\r\n", "\n"))


def dumps(plain: Plain) -> bytes:
    """One line of ASCII."""
    return json.dumps(plain, allow_nan=False, separators=(",", ":")).encode() + b"\n"


def loads(raw: bytes, most: int = REQUEST_BYTES) -> Plain:
    """JSON of at most this many bytes, without NaN, repeated keys, endless numbers or endless depth; Malformed otherwise."""
    if len(raw) > most:
        raise Malformed(f"more than {most} bytes")
    try:
        return json.loads(
            raw, object_pairs_hook=_once, parse_constant=_malformed, parse_int=_digits, parse_float=_finite
        )
    except (RecursionError, ValueError) as error:
        raise Malformed("no JSON of ours") from error


def _once(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _malformed("a key twice")


def _digits(text: str) -> int:
    return int(text) if len(text) <= INT_BITS // 3 else _malformed("too many digits")


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _malformed("not finite")
