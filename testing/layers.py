"""Draws which folder imports which, from the import contracts and the imports themselves: `python -m testing.layers [--write]`.

The picture stands in docs/architecture.md and docs/architecture.zh.md between two marks; `--write` renews it there.
An arrow that follows from two others is left out.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "docs" / "architecture.md", ROOT / "docs" / "architecture.zh.md")
BEGIN, END = "<!-- layers: begin, drawn by python -m testing.layers -->", "<!-- layers: end -->"


def contracts() -> tuple[list[str], list[list[str]]]:
    """The packages, and the layers from the top: each a list of packages that know nothing of one another."""
    held = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in held["contracts"] if contract["type"] == "layers")
    return held["root_packages"], [layer.split(" | ") for layer in layers]


def arrows(packages: list[str]) -> set[tuple[str, str]]:
    """Every (importer, imported) pair of packages."""
    first, *others = packages
    graph = grimp.build_graph(first, *others, cache_dir=None)
    pairs = ((a, b) for a in packages for b in packages if a != b)
    return {(a, b) for a, b in pairs if graph.direct_import_exists(importer=a, imported=b, as_packages=True)}


def reduced(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Without what follows from others (transitive reduction; the graph has no circles)."""
    below: dict[str, set[str]] = {}

    def reach(package: str) -> set[str]:
        if package not in below:
            direct = {b for a, b in pairs if a == package}
            below[package] = direct | {further for one in direct for further in reach(one)}
        return below[package]

    return {(a, b) for a, b in pairs if not any(b in reach(c) for d, c in pairs if d == a and c != b)}


def picture() -> str:
    packages, layers = contracts()
    lines = ["```mermaid", "flowchart TD"]
    lines += [f"  {' & '.join(layer)}" for layer in layers]
    lines += [f"  {a} --> {b}" for a, b in sorted(reduced(arrows(packages)))]
    return "\n".join([*lines, "```"])


def with_picture(page: str, drawn: str) -> str:
    marked = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    return marked.sub(lambda _: f"{BEGIN}\n{drawn}\n{END}", page)


def main() -> None:
    drawn = picture()
    if "--write" not in sys.argv:
        print(drawn)
        return
    for page in PAGES:
        page.write_text(with_picture(page.read_text(encoding="utf-8"), drawn), encoding="utf-8")


if __name__ == "__main__":
    main()
