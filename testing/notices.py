"""Values of every kind of notice, made from the types of their fields."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

PLAIN: dict[Any, tuple[Any, ...]] = {
    int: (1, 2, 12, 0),
    float: (0.5, 10.0, 7.25),
    bool: (False, True),
    date: (date(2026, 12, 24),),
    time: (time(21, 5),),
    datetime: (datetime(2026, 12, 24, 7, 30),),
}
NAMED: dict[str, tuple[Any, ...]] = {  # fields whose values are names
    "topic": ("attention", "own-topic"),
    "occasion": ("interview", "drill", "warmup", "quiz"),
    "days": ((0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4), (0, 2, 4)),
}


def samples(kind: type[Any], *, text: str) -> Iterator[Any]:
    """Instances of a dataclass that together take every sample value of each field once; `text` is that of strings."""
    hints = get_type_hints(kind)
    wanted = [field.name for field in fields(kind) if field.name != "kind"]
    values = {name: _values(name, hints[name], text) for name in wanted}
    for place in range(max(map(len, values.values()), default=1)):
        yield kind(**{name: some[place % len(some)] for name, some in values.items()})


def _values(name: str, hint: Any, text: str) -> tuple[Any, ...]:
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return tuple(value for one in inside for value in _values(name, one, text))
    if name in NAMED and (name != "days" or origin is tuple):
        return NAMED[name]
    if origin is Literal:
        return inside
    if origin is tuple:
        return ((), _values(name, inside[0], text))
    if hint is type(None):
        return (None,)
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return tuple(samples(hint, text=text))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return tuple(hint)
    return (text,) if hint is str else PLAIN[hint]
