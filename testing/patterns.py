"""Every regular expression of the packages, and texts on which one with overlapping repetition would run for ever.

By hand: python -m testing.patterns
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]  # the parser that `re` itself uses
from re import _parser as parser  # type: ignore[attr-defined]  # the only parser of patterns there is
from types import ModuleType
from typing import Any

PACKAGES = ("questions", "interview", "grader", "runner", "storage", "app", "texts", "reports", "bot", "cli", "serving")
LENGTH, SECONDS = 20_000, 0.05  # characters of a hostile text, and what it may take of the processor's time
# Shorter ones go first: above the first number of seconds a pattern is slow whatever comes, below the second it is not.
SCREENS = (
    (20, 0.002, 0.0), (200, 0.02, 0.000_008), (600, 0.05, 0.000_045), (2_000, 0.05, 0.000_3), (6_000, 0.05, 0.001_7),
)  # fmt: skip
FUNCTIONS = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
SINGLES, PAIRED = 40, 8  # leaves of a pattern that are repeated alone, and in pairs
CATEGORIES = {
    codes.CATEGORY_DIGIT: "7",
    codes.CATEGORY_SPACE: " \n",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_DIGIT: "a ",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_NOT_WORD: " -",
}
Where = str


def collected() -> dict[re.Pattern[str], Where]:
    """The patterns with where each was found."""
    found: dict[re.Pattern[str], Where] = {}
    for module in _modules():
        for name, value in vars(module).items():
            for pattern in _held(value):
                found.setdefault(pattern, f"{module.__name__}.{name}")
        for line, pattern in _written(module):
            found.setdefault(pattern, f"{module.__name__}:{line}")
    return found


def _modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        root = importlib.import_module(package)
        yield root
        for one in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not one.name.endswith("__main__"):
                yield importlib.import_module(one.name)


def _held(value: object, depth: int = 3) -> Iterator[re.Pattern[str]]:
    """Patterns in a module's value, inside of containers and of what a cached function without parameters returns."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth and isinstance(value, dict | list | tuple | set | frozenset):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _held(one, depth - 1)
    elif depth and getattr(value, "__name__", "") == "patterns":  # compiled when they are first asked for
        yield from _held(value(), depth - 1)  # type: ignore[operator]  # a function, as the line above found


def _written(module: ModuleType) -> Iterator[tuple[int, re.Pattern[str]]]:
    """Patterns written where they are used."""
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=attr), args=[first, *_]) if (
                attr in FUNCTIONS
            ):
                flags = [ast.unparse(one) for one in (*node.args[1:], *(k.value for k in node.keywords))]
                flags = [one for one in flags if re.fullmatch(r"(?:re\.[A-Z]+(?: \| )?)+", one)]
                try:
                    pattern = eval(f"re.compile({', '.join([ast.unparse(first), *flags])})", vars(module))
                except NameError:  # made of what only its function knows; found where it is kept
                    continue
                yield node.lineno, _of_text(pattern)


def _of_text(pattern: re.Pattern[Any]) -> re.Pattern[str]:
    """A pattern over bytes as one over characters."""
    if isinstance(pattern.pattern, str):
        return pattern
    return re.compile(pattern.pattern.decode("latin-1"), pattern.flags & ~re.ASCII)


def hostile(pump: str, prefix: str, length: int) -> str:
    """What a pattern repeats, again and again, before something that it does not take."""
    return prefix + pump * (length // len(pump)) + "\x00"


def pumps(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """What a pattern may repeat, each with what it wants before."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    leaves = list(dict.fromkeys(_leaves(tree)))
    found = [_sample(item) for item in _repeated(tree)]
    found += [*leaves[:SINGLES], *(a + b for a in leaves[:PAIRED] for b in leaves[:PAIRED] if a != b)]
    prefixes = list(dict.fromkeys(("", *_prefixes(tree))))
    found += prefixes  # begun again and again, and never ended
    for pump in dict.fromkeys(pump for pump in found if pump):
        yield from ((pump, prefix) for prefix in prefixes)


def _leaves(tree: Any) -> Iterator[str]:
    """Single characters that some part of the pattern takes."""
    for code, value in tree:
        match code:
            case codes.LITERAL:
                yield chr(value)
            case codes.NOT_LITERAL | codes.ANY:
                yield from "a \n"
            case codes.IN:
                yield from _class(value)
            case _:
                for part in _parts(value):
                    yield from _leaves(part)


def _class(members: Any) -> Iterator[str]:
    if members[0][0] is codes.NEGATE:
        taken = re.compile(_class_source(members))
        yield from (c for c in "a7 \n.,<\"'，" if taken.match(c))
        return
    for code, value in members:
        match code:
            case codes.LITERAL:
                yield chr(value)
            case codes.RANGE:
                yield chr(value[0])
            case codes.CATEGORY:
                yield from CATEGORIES[value]


def _class_source(members: Any) -> str:
    names = {codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_WORD: r"\w"}
    names |= {codes.CATEGORY_NOT_DIGIT: r"\D", codes.CATEGORY_NOT_SPACE: r"\S", codes.CATEGORY_NOT_WORD: r"\W"}
    parts = []
    for code, value in members[1:]:
        match code:
            case codes.LITERAL:
                parts.append(re.escape(chr(value)))
            case codes.RANGE:
                parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
            case codes.CATEGORY:
                parts.append(names[value])
    return f"[^{''.join(parts)}]"


def _parts(value: Any) -> Iterator[Any]:
    """The patterns inside of a node's value."""
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _parts(one)


def _repeated(tree: Any) -> Iterator[Any]:
    for code, value in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            yield value[2]
        for part in _parts(value):
            yield from _repeated(part)


def _sample(tree: Any) -> str:
    """A short text that the pattern takes, as far as looking around does not matter."""
    written = []
    for code, value in tree:
        match code:
            case codes.MAX_REPEAT | codes.MIN_REPEAT | codes.POSSESSIVE_REPEAT:
                written.append(_sample(value[2]) * value[0])
            case codes.SUBPATTERN:
                written.append(_sample(value[-1]))
            case codes.ATOMIC_GROUP:
                written.append(_sample(value))
            case codes.BRANCH:
                written.append(_sample(value[1][0]))
            case codes.ASSERT | codes.ASSERT_NOT | codes.AT | codes.GROUPREF:
                pass
            case _:
                written.append(next(_leaves([(code, value)]), ""))
    return "".join(written)


def _prefixes(tree: Any) -> Iterator[str]:
    """What stands in front of each repetition of the outermost sequence."""
    for place, (code, _) in enumerate(tree):
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            yield _sample(tree[:place])


def slow(pattern: re.Pattern[str]) -> tuple[float, str] | None:
    """Seconds on the first hostile text that takes too long, with its beginning; None when there is none."""
    for pump, prefix in pumps(pattern):
        for length, most, least in SCREENS:
            took = _fastest(pattern, hostile(pump, prefix, length), most)
            if took > most:
                return took, hostile(pump, prefix, length)[:60]
            if took < least:
                break
        else:
            text = hostile(pump, prefix, LENGTH)
            if (took := _fastest(pattern, text, SECONDS)) > SECONDS:
                return took, text[:60]
    return None


def _fastest(pattern: re.Pattern[str], text: str, most: float) -> float:
    """Of three where it is close, so that what else the machine does counts for little."""
    took = seconds(pattern, text)
    return min(took, seconds(pattern, text), seconds(pattern, text)) if most < took < 4 * most else took


def seconds(pattern: re.Pattern[str], text: str) -> float:
    start = time.process_time()
    pattern.fullmatch(text)
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - start


def report(patterns: Iterable[tuple[re.Pattern[str], Where]]) -> Iterator[str]:
    """One line per pattern that is slow."""
    for pattern, where in patterns:
        if found := slow(pattern):
            yield f"{where}: {found[0]:.3f} s on {found[1]!r}: {pattern.pattern[:160]}"


if __name__ == "__main__":
    for line in report(collected().items()):
        print(line, flush=True)
