"""Follow-ups in the person's own words: every template of the bank over twenty told projects, and what is never taken."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.messages.build import asked
from app.messages.interview import ProbeMessage
from grader.grade import PointVerdict, Verdict
from interview.bridges import bridge
from interview.model import Interview, Item, Reason, Turn, TurnState
from interview.slots import figures, filled, names, quotes, wording
from questions.bank import load_bank
from questions.slots import SLOT
from tests.unit.grader.build import judged

QUESTIONS = [question for question in load_bank().questions.values() if question.kind.value == "open"]
TEMPLATES = [(probe, question) for question in QUESTIONS for probe in question.all_probes() if probe.quoting.both()]
PROJECTS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("projects.jsonl").read_text(encoding="utf-8").splitlines()
]
CREDIT = {Verdict.COVERED: 1.0, Verdict.PARTIAL: 0.5, Verdict.MISSING: 0.0}


def told(line: dict[str, Any], answer: str = "") -> Turn:
    verdicts = tuple(
        PointVerdict(id, Verdict(verdict), CREDIT[Verdict(verdict)], line["evidence"].get(id, ""))
        for id, verdict in line["points"].items()
    )
    grade = replace(judged((), ""), verdicts=verdicts)
    return Turn(1, 0, state=TurnState.ANSWERED, answer=answer or line["told"], revision=1, generation=1, grade=grade)


@pytest.mark.parametrize("line", PROJECTS, ids=[line["id"] for line in PROJECTS])
def test_no_name_or_number_appears_that_the_person_did_not_write(line: dict[str, Any]) -> None:
    for probe, _ in TEMPLATES:
        template = getattr(probe.quoting, line["lang"])
        text = filled(template, told(line), probe.aims_at)
        if not text:
            continue
        assert "{" not in text
        authored = SLOT.sub("\0", template).split("\0")
        for token in re.findall(r"[A-Za-z0-9][\w.%+-]*|[一二三四五六七八九十百千万两半]+", text):
            assert token.rstrip(".") in line["told"] or any(token in part for part in authored), (probe.id, token)
        found = re.fullmatch("(.+)".join(map(re.escape, authored)), text)
        assert found is not None
        assert all(value in line["told"] and len(value) <= 40 for value in found.groups())


def test_most_told_projects_are_taken_up_in_their_own_words() -> None:
    taken = [
        line["id"]
        for line in PROJECTS
        if any(filled(getattr(probe.quoting, line["lang"]), told(line), probe.aims_at) for probe, _ in TEMPLATES)
    ]
    assert len(taken) >= 18


def test_what_the_answer_does_not_hold_is_not_quoted() -> None:
    line = PROJECTS[0]
    for probe, _ in TEMPLATES:
        assert filled(probe.quoting.zh, told(line, "我讲了别的事情，没有数字。"), probe.aims_at) == ""


def test_figures_have_a_unit_and_are_no_years_and_no_parts_of_names() -> None:
    said = "2021 年用 Llama-3.1-8B，从 21 分钟降到 8 分钟，E-031，F1 0.84，top5 到 83%，13-gram，一个 1.2B 的模型"
    assert list(figures(said)) == ["21 分钟", "8 分钟", "83%"]


def test_names_are_told_by_their_writing() -> None:
    said = (
        "I led it for the CFO with vLLM, BM25 and bge-m3 over PDFs; Okay, Accuracy was p95, a@b.com, https://x.io/AbC"
    )
    assert list(names(said)) == ["vLLM", "BM25", "bge-m3"]


def test_quotes_are_whole_clauses() -> None:
    assert list(quotes("从 1.3 QPS 提到 5.8，省了四张")) == ["从 1.3 QPS 提到 5.8", "省了四张"]
    assert list(quotes("x" * 41 + "，ab")) == []


def test_a_follow_up_is_put_in_the_person_s_words_and_the_same_again() -> None:
    line = PROJECTS[0]
    project = load_bank().questions["project-engineering"]
    probed = Turn(2, 0, "metric-how", "metric", Reason.PARTIAL)
    partial = {**line, "evidence": {**line["evidence"], "metric": "从 21 分钟降到 8 分钟左右"}}
    interview = Interview("i", 1, "zh", (Item(project),), turns=(told(partial), probed))
    message = asked(interview, 2)
    assert message.text.startswith("“21 分钟”是谁")
    assert message == asked(interview, 2)
    assert isinstance(message, ProbeMessage) and message.bridge is not None and message.bridge.quote == ""
    plain = replace(interview, turns=(replace(told(partial), grade=None), probed))
    assert wording(plain, probed) == project.probe("metric-how").question.zh


def test_one_quote_leads_to_one_follow_up() -> None:
    line = PROJECTS[5]
    project = load_bank().questions["project-engineering"]
    probes = ["data-split", "failure-worst", "next-limit", "metric-how"]
    turns = tuple(
        Turn(n, 0, id, project.probe(id).aims_at, Reason.MISSING, TurnState.ANSWERED, answer="没有")
        for n, id in enumerate(probes, 2)
    )
    interview = Interview("i", 1, "zh", (Item(project),), turns=(told(line), *turns))
    quoted = [found.quote for turn in turns if (found := bridge(interview, turn)) is not None and found.quote]
    assert len(quoted) >= 2
    assert len(set(quoted)) == len(quoted)
