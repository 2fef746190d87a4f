"""Who labels what, and how far people and grades agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sklearn.metrics import cohen_kappa_score  # type: ignore[import-untyped]  # has no types

from grader import agreement
from grader.evaluation import LabelledAnswer, read_labelled
from grader.grade import Grade, GradedBy, Method, Verdict, verdict_of
from grader.labelling import Label, LabelShare, labelled_line, plan, read_answers, read_done
from grader.lines import AnswerLine, LineError


def line(id: str, **more: Any) -> bytes:
    points = [{"id": "a", "text": "is a", "weight": 3}, {"id": "b", "text": "is b", "weight": 1}]
    told = {"id": id, "lang": "en", "question": f"What is {id}?", "reference": "a and b", "key_points": points}
    return json.dumps(told | {"answer": "It is a."} | more).encode() + b"\n"


def answers(count: int) -> list[AnswerLine]:
    return read_answers(b"".join(line(f"answer-{n}") for n in range(count)), lambda id: None)


def test_people_meet_in_the_shared_answers_and_in_no_other_and_miss_none() -> None:
    lines = answers(200)
    plans = [{one.id for one in plan(lines, LabelShare(number, 3, 0.2))} for number in (1, 2, 3)]
    shared = plans[0] & plans[1] & plans[2]
    assert plans[0] & plans[1] == plans[1] & plans[2] == plans[0] & plans[2] == shared and 20 <= len(shared) <= 60
    assert set.union(*plans) == {one.id for one in lines}


def test_a_plan_puts_the_shared_answers_first_and_does_not_follow_the_file() -> None:
    lines = answers(100)
    assert plan(lines, LabelShare(1, 2, 0.3)) == plan(reversed(lines), LabelShare(1, 2, 0.3))
    first, other = (plan(lines, LabelShare(number, 2, 0.3)) for number in (1, 2))
    together = [one.id for one in first if one in other]
    assert [one.id for one in first[: len(together)]] == together and first != lines


def test_an_id_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(LineError, match="twice"):
        read_answers(line("x") + line("x"), lambda id: None)


def test_a_label_is_a_line_that_evaluation_reads_and_carries_nothing_that_the_answer_was_given_before(
    tmp_path: Path,
) -> None:
    (given,) = read_answers(
        line("x", score=9.0, covered={"a": 1, "b": 1}, name="Li", answer_kind="good"), lambda id: None
    )
    written = labelled_line(given, "wang", Label((Verdict.PARTIAL, Verdict.CONTRADICTED), ("minor",)))
    assert "score" not in written and "name" not in written
    (tmp_path / "f").write_text(json.dumps(written))
    (one,) = read_labelled(tmp_path / "f")
    assert (one.by, one.kind, one.covered, one.contradicted) == ("wang", "good", {"a": 0.5, "b": 0}, frozenset("b"))
    assert one.score == pytest.approx(10 * 1.5 / 4 - 10 * 0.25 * 1 / 4 - 0.5, abs=0.06)


@pytest.mark.parametrize("data", [b"[]\n", b"no\n", b'{"id": 1}\n', b"\xff\n"])
def test_what_is_no_file_of_labels_is_refused(data: bytes) -> None:
    with pytest.raises(LineError):
        read_done(data, "li")


# -- agreement -------------------------------------------------------------------------------------------------------


def label(id: str, by: str, a: Verdict, b: Verdict, language: str = "en") -> LabelledAnswer:
    (one,) = read_answers(line(id, lang=language), lambda id: None)
    credit = {Verdict.COVERED: 1.0, Verdict.PARTIAL: 0.5}
    covered = {"a": credit.get(a, 0.0), "b": credit.get(b, 0.0)}
    against = frozenset(id for id, verdict in (("a", a), ("b", b)) if verdict is Verdict.CONTRADICTED)
    mark = 10 * (3 * covered["a"] + covered["b"]) / 4
    return LabelledAnswer(id, f"q-{id}", one.task, "", one.language, "", covered, mark, False, by, against)


VERDICTS = (Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSING, Verdict.CONTRADICTED)


def two_people(count: int) -> list[LabelledAnswer]:
    """Answers labelled by two, who differ on every fourth."""
    made = []
    for n in range(count):
        a, b = VERDICTS[n % 4], VERDICTS[(n // 4) % 4]
        made += [
            label(f"{n}", "li", a, b, "zh" if n % 2 else "en"),
            label(f"{n}", "wang", VERDICTS[(n + (n % 4 == 0)) % 4], b, "zh" if n % 2 else "en"),
        ]
    return made


def test_kappa_of_points_is_that_of_another_library() -> None:
    compared = agreement.between_people(two_people(24))
    mine, theirs = zip(*(pair for one in compared for pair in one.points), strict=True)
    expected = cohen_kappa_score(mine, theirs, weights="quadratic", labels=[0, 1, 2, 3])
    assert agreement.kappa_of_points(compared) == pytest.approx(expected, abs=0.001)


def test_people_are_compared_once_per_pair_and_per_language() -> None:
    found = agreement.report(two_people(24), {f"{n}": graded(Verdict.COVERED, Verdict.MISSING) for n in range(24)})
    assert {name: row["n"] for name, row in found["people"].items()} == {"all": 24, "zh": 12, "en": 12}
    assert {name: row["n"] for name, row in found["grader"].items()} == {"all": 48, "zh": 24, "en": 24}
    assert found["people"]["zh"]["kappa_points"]["value"] == 1.0 and found["people"]["en"]["kappa_points"]["value"] < 1
    assert found["grader"]["all"]["kappa_points"]["value"] < found["people"]["all"]["kappa_points"]["value"]


def graded(a: Verdict, b: Verdict) -> Grade:
    return Grade((verdict_of("a", a), verdict_of("b", b)), GradedBy(Method.JUDGE, "m"), False, score=7.5)


def test_an_unjudged_point_and_an_answer_without_a_mark_are_left_out() -> None:
    grade = Grade(
        (verdict_of("a", Verdict.UNJUDGED), verdict_of("b", Verdict.COVERED)), GradedBy(Method.JUDGE, "m"), False
    )
    (one,) = agreement.with_people([label("x", "li", Verdict.COVERED, Verdict.COVERED)], {"x": grade})
    assert one.points == ((3, 3),) and one.marks is None
    assert agreement.figures([one])["mae"]["value"] is None


def test_an_interval_is_over_questions_and_holds_the_figure() -> None:
    compared = agreement.between_people(two_people(24))
    low, high = agreement.interval(compared, agreement.mean_distance) or (0, 0)
    assert low < agreement.mean_distance(compared) < high  # type: ignore[operator]  # there are marks
    same = [agreement.Compared("one question", one.language, one.points, one.marks) for one in compared]
    assert agreement.interval(same, agreement.mean_distance) is None


def test_a_correction_replaces_what_the_same_person_said_before() -> None:
    first, second = (
        label("x", "li", Verdict.COVERED, Verdict.COVERED),
        label("x", "li", Verdict.MISSING, Verdict.COVERED),
    )
    assert agreement.latest([first, label("x", "wang", *VERDICTS[:2]), second])[0] is second
