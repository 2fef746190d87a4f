"""The figures over labelled messages: what is counted among what, and the table they are printed in."""

from __future__ import annotations

import json
from dataclasses import replace

from interview.aside_evaluation import LabelledMessage, read_lines, report, table
from interview.asides import Answer, Aside, AsideKind
from interview.completeness import finished
from tests.unit.interview.build import question

ASKED = question()
LINE = LabelledMessage("1", "en", ASKED, None, (), "keys and values are kept.", "answer", frozenset(), False, False, "")
BROKEN = "it is kept because,"


def test_answers_that_break_off_are_not_among_the_whole_ones() -> None:
    lines = [LINE, replace(LINE, text=BROKEN), replace(LINE, text=BROKEN, tag="unfinished")]
    assert not finished(BROKEN, ASKED, None)
    found = report(lines, [Answer()] * 3)
    assert (found["answers"], found["whole_answers_waiting_longer"]) == (3, 0.5)


def test_whether_one_is_finished_depends_on_what_it_answers() -> None:
    probe = next(ASKED.all_probes())
    for said in ("yes", "64", "because", "keys and"):
        found = report([replace(LINE, text=said, probe=probe.id)], [Answer()])
        assert found["whole_answers_waiting_longer"] == float(not finished(said, ASKED, probe.id))


def test_the_table_has_a_row_for_each_label_and_a_column_for_each_judgement() -> None:
    hint = replace(LINE, id="2", text="a hint?", kind="hint")
    rows = table(report([LINE, hint], [Answer(), Aside(AsideKind.HINT, 0.9)])).splitlines()
    head = next(row for row in rows if "unsure" in row)
    assert head.split() == ["answer", "unsure", *map(str, AsideKind)]
    assert [row.split() for row in rows[rows.index(head) + 1 :]] == [
        ["answer", "1", *"·" * 12],
        ["hint", "·", "·", "·", "·", "·", "1", *"·" * 7],
    ]


def test_a_line_is_read_with_everything_it_says() -> None:
    said = {
        "id": 7,
        "question_id": ASKED.id,
        "probe_id": "p",
        "lang": "zh",
        "kind": "hint",
        "text": "提示",
        "before": ["键"],
    }
    more = {"also": ["clarify"], "hard": True, "ambiguous": 1, "tag": "unfinished"}
    (whole,) = read_lines([b"", json.dumps(said | more).encode()], lambda id: ASKED if id == ASKED.id else None)
    assert whole == LabelledMessage(
        "7", "zh", ASKED, "p", ("键",), "提示", "hint", frozenset({"clarify"}), True, True, "unfinished"
    )
    (plain,) = read_lines([json.dumps(said).encode()], lambda _: ASKED)
    assert (plain.also, plain.hard, plain.ambiguous, plain.tag) == (frozenset(), False, False, "")
