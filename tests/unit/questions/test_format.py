"""A question as a file: nothing is lost on the way, and what is wrong is told with its place."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from questions import plainyaml
from questions.bank import PACKAGED
from questions.format import clean, dump, from_json, lacking, parse, read, schema, to_json, trusted
from questions.model import Check, Kind, Lines, Question, Text
from questions.problem import FormatError
from testing.questions import any_questions, question


@given(any_questions())
@settings(max_examples=25, deadline=None)
def test_a_file_holds_every_question_and_is_the_same_when_written_again(made: Question) -> None:
    written = dump(made)
    assert parse(written) == made
    assert dump(parse(written)) == written
    assert from_json(json.loads(json.dumps(to_json(made)))) == made
    assert yaml.safe_load(written)["id"] == made.id or made.id.isdigit()


@given(st.text())
def test_cleaned_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "term", ["no", "on", "~", "null", "1e-4", "0x1F", "54", "2026-01-01", "=", "<<", "yes: no", "# x"]
)
def test_a_term_stays_the_text_that_was_typed(term: str) -> None:
    made = question(covers=(term,))
    assert parse(dump(made)).covers == (term,)


def test_plain_scalars_are_texts_too() -> None:
    assert next(plainyaml.documents("terms: [no, 1e-4, 54, null, ~]", "x")).value == {
        "terms": ["no", "1e-4", "54", "null", "~"]
    }


def test_the_revision_follows_the_content_and_not_the_layout() -> None:
    made = question()
    laid_out_anew = dump(made).replace("kind: concept", 'kind:   "concept"')
    assert parse(laid_out_anew).revision == made.revision
    assert question(level=3).revision != made.revision


def test_control_characters_go_and_markup_stays() -> None:
    made = from_json(to_json(question()) | {"reference": {"zh": "a\x00b\x1b[31m\r\n<b>x</b> & \u2028y "}})
    assert made.reference.zh == "ab[31m\n<b>x</b> & \ny"


POINT: dict[str, Any] = {"id": "p", "weight": 1, "text": {"zh": "点"}}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"level": 9}, "level"),
    ({"level": "hard"}, "level: must be a whole number"),
    ({"kind": "riddle"}, "kind"),
    ({"colour": "red"}, "colour: is no field"),
    ({"id": "Not An Id"}, "id: may hold only lower-case"),
    ({"question": {"zh": " "}}, "question: is empty"),
    ({"question": "only a text"}, "question: must be a mapping"),
    ({"question": {"zh": "\ud800"}}, "surrogate"),
    ({"key_points": []}, "key_points: is empty"),
    ({"covers": [" "]}, "covers[1]: is empty"),
    ({"scope": {}}, "scope: is empty"),
    ({"reviewed": ["yesterday"]}, "reviewed[1]: must be a day such as 2026-11-30"),
    ({"key_points": [POINT | {"check": {"within": 0.1}}]}, "key_points[p].check.quantity: is missing"),
    ({"key_points": [POINT | {"check": {"quantity": "4x", "within": -1}}]}, "key_points[p].check.within: must be"),
    ({"key_points": [POINT | {"check": {"quantity": "4x", "within": "a lot"}}]}, "check.within: must be a number"),
    ({"key_points": [POINT | {"or": ["a text"]}]}, "key_points[p].or[1]: must be a mapping"),
]


@pytest.mark.parametrize(("changed", "said"), WRONG)
def test_a_fault_is_told_with_its_place(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(FormatError) as caught:
        from_json(to_json(question()) | changed, "mine.yaml")
    assert said in str(caught.value)
    assert str(caught.value).startswith("mine.yaml: ")


def test_a_fault_inside_a_list_is_told_by_id_and_line() -> None:
    text = dump(question()).replace("  - id: memory\n    weight: 2", "  - id: memory\n    weight: 7")
    line = text.splitlines().index("    weight: 7") + 1
    with pytest.raises(FormatError) as caught:
        parse(text, "mine.yaml")
    assert str(caught.value) == f"mine.yaml:{line}: key_points[memory].weight: must be less than or equal to 3."


OPTIONAL = """\
question: {en: What is it for?}
scope: {zh: 只算推理, en: Inference only}
reference: {en: See the points}
key_points:
  - id: size
    weight: 3
    text: {en: 64 GiB}
    or: [{zh: 每层 2 GiB, en: 2 GiB a layer}]
    check: {quantity: 64 GiB, or: [68.7 GB], within: 0.05}
probes:
  - id: how
    aims_at: size
    needs: [size]
    purpose: measure
    question: {en: How?}
    reference: {en: So.}
    key_points: [{id: so, weight: 1, text: {en: So}}]
    hints: {en: [Count layers]}
reviewed: [2026-11-30, 2026-12-01]
"""


def test_optional_fields_are_read_and_written() -> None:
    made = parse("id: q\ntopic: rag\nlevel: 1\nkind: open\n" + OPTIONAL)
    point, probe = made.key_points[0], made.probes[0]
    assert (made.kind, made.scope) == (Kind.OPEN, Text("只算推理", "Inference only"))
    assert made.reviewed == (date(2026, 11, 30), date(2026, 12, 1))
    assert point.alternatives == (Text("每层 2 GiB", "2 GiB a layer"),)
    assert point.check == Check("64 GiB", ("68.7 GB",), 0.05)
    assert (probe.needs, probe.hints) == (("size",), Lines(en=("Count layers",)))
    written = dump(made)
    assert "    check:\n      quantity: 64 GiB\n      or: [68.7 GB]\n      within: 0.05\n" in written
    assert parse(written) == made
    assert trusted(to_json(made)) == replace(made, revision="")


def test_the_faults_of_one_question_are_told_up_to_a_hundred(tmp_path: Path) -> None:
    file = tmp_path / "q.yaml"
    file.write_text(dump(question()) + "".join(f"key{n}: x\n" for n in range(10_000)))
    with pytest.raises(FormatError) as caught:
        read(file)
    assert len(caught.value.problems) == 101
    assert "key0: is no field" in str(caught.value.problems[0])
    assert str(caught.value.problems[-1]) == f"{file}: has 9900 more faults; mend these first."


def test_a_revision_is_computed_and_never_read() -> None:
    with pytest.raises(FormatError, match="revision: is no field"):
        from_json(to_json(question()) | {"revision": "x"})


def test_what_another_version_wrote_is_read_without_the_fields_unknown_here() -> None:
    assert trusted(to_json(question()) | {"mood": "sunny"}) == replace(question(), revision="")


def test_what_refers_to_nothing_is_refused() -> None:
    data = to_json(question())
    data["probes"][0]["aims_at"] = "nowhere"
    with pytest.raises(FormatError, match="aims at 'nowhere'"):
        from_json(data)
    data = to_json(question())
    data["probes"][0]["then"][0]["needs"] = ["memory", "nothing"]
    with pytest.raises(FormatError, match=r"probe 'bytes' needs 'nothing', no key point; there are: reuse, memory"):
        from_json(data)
    data = to_json(question())
    data["key_points"][1]["id"] = "reuse"
    with pytest.raises(FormatError, match="'reuse' stands 2 times"):
        from_json(data)


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "anchors"),
        ("id: *x", "undefined alias"),
        ("id: !!python/object/apply:os.system [echo]", "tags (!name)"),
        ("id: !x y", "tags (!name)"),
        ("term: &str is a slice", "x:1: anchors"),
        ("&a id: b", "x:1: anchors"),
        ("id: a\nid: b", "x:2: 'id' stands twice"),
        ("? [a, b]\n: c", "a key must be a plain word"),
        ("[" * 60 + "]" * 60, "nested deeper"),
        ("{" * 100_000, "x:1"),
        ("a: b: c", "x:1: not valid YAML"),
        ("id: a\n\tb: c", "x:2: not valid YAML"),
        ("", "0 documents"),
        ("id: a\n---\nid: b", "2 documents"),
        ("just a text", "must be a mapping"),
    ],
)
def test_yaml_that_is_more_than_text_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(FormatError) as caught:
        parse(text, "x")
    assert said in str(caught.value)


def test_the_same_without_the_c_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plainyaml, "LOADER", yaml.SafeLoader)
    assert parse(dump(question())) == question()
    with pytest.raises(FormatError, match="anchors"):
        parse(BOMB)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "q.yaml"
    for content, said in (("中文".encode("gb18030"), "not UTF-8"), (b"x" * 1_000_001, "1.0 MB")):
        file.write_bytes(content)
        with pytest.raises(FormatError, match=said):
            read(file)
    with pytest.raises(FormatError, match="cannot be read"):
        read(tmp_path / "missing.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    for endless in (tmp_path / "pipe.yaml", Path("/dev/zero")):
        with pytest.raises(FormatError, match="name a regular file"):
            read(endless)
    file.write_bytes(b"\xef\xbb\xbf" + dump(question()).encode())
    assert read(file) == question()


def test_a_draft_may_lack_what_a_question_needs() -> None:
    draft = from_json({"id": "d", "question": {"zh": "问？"}}, draft=True)
    assert (draft.level, draft.topic, draft.key_points) == (0, "", ())
    assert {problem.place for problem in lacking(draft)} == {"topic", "level", "reference", "key_points"}
    assert trusted(to_json(draft)) == replace(draft, revision="")
    assert lacking(question()) == ()
    with pytest.raises(FormatError, match="weight"):
        from_json(to_json(draft) | {"key_points": [{"id": "p", "weight": 8, "text": {"zh": "x"}}]}, draft=True)


def test_the_published_schema_is_the_model_s() -> None:
    published = (PACKAGED.parent / "schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == schema(), "run: python -m questions.format > questions/schema.json"


def test_the_schema_accepts_files_and_refuses_faults() -> None:
    check = jsonschema.Draft202012Validator(schema())
    assert list(check.iter_errors(to_json(question()))) == []
    for changed, _ in WRONG[:5]:
        assert list(check.iter_errors(to_json(question()) | changed))
