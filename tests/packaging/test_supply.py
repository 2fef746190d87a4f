"""What is installed is bounded, and what the documents claim to be tested is."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from app.settings import Settings

ROOT = Path(__file__).parents[2]
DATA_ONLY = {"tzdata"}  # time zones: newer is always righter
REFERENCE = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def declared() -> dict[str, list[str]]:
    """Every requirement of pyproject, by where it stands."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = {"dependencies": project["project"]["dependencies"], "build": project["build-system"]["requires"]}
    return groups | project["project"]["optional-dependencies"]


def test_every_dependency_that_runs_has_an_upper_bound() -> None:
    from packaging.requirements import Requirement

    for group in ("build", "dependencies", "local", "serving"):
        for line in declared()[group]:
            needed = Requirement(line)
            bounds = {one.operator for one in needed.specifier}
            assert needed.url is None, line
            assert bounds & {"<", "<=", "=="} or needed.name in DATA_ONLY, f"{group}: {line} has no upper bound"
            assert bounds & {">", ">=", "=="}, f"{group}: {line} has no lower bound"


def test_the_core_installs_no_torch_and_nothing_from_an_address() -> None:
    core = declared()["dependencies"]
    assert not [line for line in core if re.match(r"torch|sentence|transformers|vllm", line)]
    assert not [line for group in declared().values() for line in group if " @ " in line or "://" in line]


def test_installed_versions_fit_each_other() -> None:
    """As `pip check` says it, for what this program needs."""
    from importlib.metadata import PackageNotFoundError, requires, version

    from packaging.requirements import Requirement

    pending, seen = [Requirement(line) for line in declared()["dependencies"]], set()
    while pending:
        needed = pending.pop()
        if needed.name in seen or (needed.marker and not needed.marker.evaluate({"extra": ""})):
            continue
        seen.add(needed.name)
        try:
            found = version(needed.name)
        except PackageNotFoundError:
            pytest.fail(f"{needed} is not installed")
        assert needed.specifier.contains(found, prereleases=True), f"{needed.name} {found} does not fit {needed}"
        pending += [Requirement(line) for line in requires(needed.name) or []]
    assert len(seen) > 20


@pytest.mark.parametrize("document", ["threat-model.md", "faults.md"])
def test_every_test_that_a_document_names_is_there(document: str) -> None:
    named = REFERENCE.findall((ROOT / "docs" / document).read_text())
    assert len(named) >= 20
    for file, name in named:
        assert (ROOT / file).exists(), f"{document}: there is no {file}"
        defined = {
            node.name for node in ast.walk(ast.parse((ROOT / file).read_text()))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }  # fmt: skip
        assert name in defined, f"{document}: {file} has no test {name}"


@pytest.mark.parametrize("document", ["threat-model.md", "faults.md"])
def test_every_row_of_a_document_names_its_test(document: str) -> None:
    rows = [line for line in (ROOT / "docs" / document).read_text().splitlines() if line.startswith("| ")]
    bare = [
        row for row in rows if not REFERENCE.search(row) and "---" not in row and not row.rstrip().endswith("| test |")
    ]
    assert bare == []


def test_the_image_is_built_from_every_package_of_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    copied = set(re.findall(r"^COPY (\w+) \1$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    let_in = set(re.findall(r"^!(\w+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert copied == packages
    assert let_in - {"LICENSE"} == packages


def test_every_setting_is_told_and_no_other() -> None:
    settings = {name.upper() for name in Settings.model_fields}
    shown = re.findall(r"^#?INTERVIEWER_(\w+)=", (ROOT / "env.example").read_text(), re.MULTILINE)
    assert set(shown) == settings
    for document in ("README.md", "README.zh.md"):
        text = (ROOT / document).read_text()
        assert [name for name in settings if f"`{name}`" not in text] == [], document


DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_to_a_file(document: Path) -> None:
    links = re.findall(r"\]\(([^)\s#]+)", document.read_text())
    assert [link for link in links if "://" not in link and not (document.parent / link).exists()] == []
