"""From opinions to a grade: what is noticed, when a second opinion is had, what an appeal may change, what the receipt says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from grader.errors import JudgeUnavailable, Unusable
from grader.grade import (
    AppealSample,
    EstimateBeside,
    FalseStatement,
    Flag,
    Grade,
    GradedBy,
    JudgedAnswer,
    Method,
    Receipt,
    Sample,
    SampleVerdict,
    SecondOpinion,
    Verdict,
)
from grader.judge import panel
from grader.judge.judge import Opinion
from grader.judge.opinion import SecondOpinionBudget
from grader.judge.panel import JudgePanel
from grader.judge.prompt import JUDGED_AT_MOST, JudgeRequest, template
from grader.judge.receipt import task_hash
from questions.model import KeyPoint, Task, Text
from tests.unit.grader.build import SAID, estimated, told, verdicts, weighing

POINTS = weighing(3, 2, 1)
TASK = Task(Text("问", "q"), Text("答", "r"), POINTS)
ASKED = JudgeRequest(TASK, "an answer", "zh", spoken=True)
ERROR = FalseStatement("q", "not so", "minor")


def opinion(said: str, *errors: FalseStatement, model: str = "m1", mode: str = "json_schema") -> Opinion:
    """The verified verdicts on a, b and c."""
    unproven = tuple(v.id for v in verdicts(POINTS, said) if v.verdict is Verdict.UNJUDGED)
    return Opinion(model, mode, verdicts(POINTS, said), errors, f"feedback of {model}", unproven, {"prompt": 9}, 2)


@dataclass
class FakeJudge:
    """Gives the next opinion, or raises it, and remembers what it was asked."""

    opinions: list[Opinion | Exception]
    calls: list[tuple[JudgeRequest, float, str, bool]] = field(default_factory=list)

    def deadline(self) -> float:
        return 120.0

    async def opinion(self, asked: JudgeRequest, deadline: float, *, model: str = "", fresh: bool = False) -> Opinion:
        self.calls.append((asked, deadline, model, fresh))
        said = self.opinions.pop(0)
        if isinstance(said, Exception):
            raise said
        return said


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel, "HEAD_START", 0)


@pytest.fixture(autouse=True)
def nothing_is_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which points are is tested beside `doubtful`."""
    monkeypatch.setattr(panel, "doubtful", lambda *_: [])


def guess(score: float | None, *flags: Flag) -> Grade:
    return replace(estimated(POINTS, [0.9, 0.5, 0.1], score), flags=flags)


async def graded(
    *opinions: Opinion | Exception,
    share: float = 1.0,
    second_model: str = "",
    beside: Grade | None = None,
    asked: JudgeRequest = ASKED,
    revision: str = "rev",
) -> tuple[Grade, FakeJudge]:
    judge = FakeJudge(list(opinions))

    async def estimate() -> Grade:
        return beside or guess(None)

    made: Any = JudgePanel(judge, second_model, SecondOpinionBudget(share))  # type: ignore[arg-type]  # a fake with the judge's methods
    return await made.graded(asked, estimate, revision), judge


def receipt(grade: Grade) -> Receipt:
    assert grade.receipt is not None
    return grade.receipt


def said(grade: Grade) -> str:
    letters = {verdict: letter for letter, verdict in SAID.items()}
    return "".join(letters[v.verdict] for v in grade.verdicts)


# -- one opinion -----------------------------------------------------------------------------------------------------


async def test_one_opinion_makes_a_marked_grade() -> None:
    grade, judge = await graded(opinion("CXM", ERROR))
    # 10·3/6 − 10·0.25·2/6 − 0.5 = 5 − 0.83 − 0.5
    assert (said(grade), grade.score, grade.low, grade.high) == ("CXM", 3.7, 3.7, 3.7)
    assert told(grade.penalties) == [("contradicted: b", 0.833), ("minor: not so", 0.5)]
    assert (grade.graded_by, grade.provisional) == (GradedBy(Method.JUDGE, "m1"), False)
    assert (grade.errors, grade.feedback, grade.flags, grade.suspected) == ((ERROR,), "feedback of m1", (), ())
    assert judge.calls == [(ASKED, 120.0, "", False)]


async def test_the_receipt_of_one_opinion() -> None:
    grade, _ = await graded(opinion("CXM", ERROR, mode="json_object"), beside=guess(5.0))
    listed = tuple(SampleVerdict(v.id, v.verdict, "", "") for v in grade.verdicts)
    sample = Sample("m1", "json_object", template("zh"), listed, (ERROR,), (), 2, {"prompt": 9})
    assert receipt(grade) == Receipt(
        judge="m1",
        mode="json_object",
        template=template("zh"),
        question="rev",
        answer=JudgedAnswer(hashlib.sha256(b"an answer").hexdigest(), 9, 9, spoken=True),
        estimate=EstimateBeside(GradedBy(Method.WORDS), 5.0, {"a": 0.9, "b": 0.5, "c": 0.1}),
        samples=(sample,),
    )


async def test_without_a_revision_the_task_is_named_by_its_content() -> None:
    other = replace(TASK, key_points=(KeyPoint("a", Text("另", "other"), 3), *POINTS[1:]))
    names = [
        receipt((await graded(opinion("CCC"), revision="", asked=replace(ASKED, task=task)))[0]).question
        for task in (TASK, other)
    ]
    assert names == [task_hash(TASK), task_hash(other)]
    assert names[0] != names[1]
    assert all(len(name) == 16 and int(name, 16) >= 0 for name in names)


@pytest.mark.parametrize(
    ("answer", "length", "judged"),
    [("长" * JUDGED_AT_MOST, JUDGED_AT_MOST, JUDGED_AT_MOST), ("长" * (JUDGED_AT_MOST + 1), JUDGED_AT_MOST + 1, JUDGED_AT_MOST)],
)  # fmt: skip
async def test_an_answer_that_was_cut_is_flagged(answer: str, length: int, judged: int) -> None:
    grade, _ = await graded(opinion("CCC"), asked=replace(ASKED, answer=answer, spoken=False))
    assert grade.flags == ((Flag.TRUNCATED,) if length > judged else ())
    assert receipt(grade).answer == JudgedAnswer(
        hashlib.sha256(answer.encode()).hexdigest(), length, judged, spoken=False
    )


async def test_an_answer_with_a_lone_surrogate_is_named_too() -> None:
    grade, _ = await graded(opinion("CCC"), asked=replace(ASKED, answer="\ud800 x"))
    assert receipt(grade).answer.sha256 == hashlib.sha256(b"? x").hexdigest()


async def test_what_the_estimate_noticed_of_the_answer_itself_is_kept() -> None:
    noticed = [flag for flag in Flag if flag is not Flag.INJECTION]
    grade, _ = await graded(opinion("CCC"), beside=guess(9.0, *noticed))
    assert grade.flags == (Flag.ECHO, Flag.KEYWORDS)
    injected, _ = await graded(opinion("MMM"), beside=guess(0.0, Flag.INJECTION))
    assert injected.flags == (Flag.INJECTION,)


async def test_a_judge_that_fails_leaves_no_grade() -> None:
    for error in (JudgeUnavailable("away", 3.0), Unusable("key")):
        with pytest.raises(type(error)) as raised:
            await graded(error)
        assert raised.value is error


async def test_the_estimate_is_made_while_the_judge_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel, "HEAD_START", 0.1)
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    monkeypatch.setattr("asyncio.sleep", pause)
    await graded(opinion("CCC"))
    assert paused == [0.1]


# -- a second one ----------------------------------------------------------------------------------------------------

INJECTED = guess(5.0, Flag.INJECTION)


async def test_a_second_opinion_sees_the_points_turned_round() -> None:
    grade, judge = await graded(opinion("CCM"), opinion("CMM", model="m2"), beside=INJECTED)
    assert (said(grade), grade.score, grade.feedback) == ("C-M", 7.5, "feedback of m1")  # 10·3/4, 4/6 judged
    assert (grade.low, grade.high) == (5.0, 8.3)  # 10·3/6, 10·5/6
    assert grade.flags == (Flag.INJECTION,)
    assert judge.calls[1] == (replace(ASKED, order=(2, 1, 0)), 120.0, "", False)
    found = receipt(grade)
    assert [sample.model for sample in found.samples] == ["m1", "m2"]
    assert found.judge == "m1"
    assert found.second == SecondOpinion("injection", "had", share=1.0, at_most=1.0)


async def test_a_second_opinion_of_another_model() -> None:
    _, judge = await graded(opinion("CCM"), opinion("CCM"), second_model="m2", beside=INJECTED)
    assert judge.calls[1][2:] == ("m2", False)


@pytest.mark.parametrize(("second_model", "fresh"), [("", True), ("m2", False)])
async def test_a_single_point_cannot_be_turned_round_and_is_sampled_anew(second_model: str, fresh: bool) -> None:
    one = weighing(3)
    single = Opinion("m1", "json_schema", verdicts(one, "C"), (), "")
    asked = replace(ASKED, task=replace(TASK, key_points=one))
    beside = replace(estimated(one, [0.9], 5.0), flags=(Flag.INJECTION,))
    _, judge = await graded(single, single, asked=asked, second_model=second_model, beside=beside)
    assert judge.calls[1] == (replace(asked, order=(0,)), 120.0, second_model, fresh)


@pytest.mark.parametrize("error", [JudgeUnavailable("away"), Unusable("no such model")])
async def test_a_second_opinion_that_cannot_be_had_leaves_the_first(error: Exception) -> None:
    grade, _ = await graded(opinion("CCM"), error, beside=INJECTED)
    assert (said(grade), len(receipt(grade).samples)) == ("CCM", 1)
    assert receipt(grade).second == SecondOpinion("injection", "not to be had", share=1.0, at_most=1.0)


async def test_a_second_opinion_that_is_not_in_the_budget() -> None:
    grade, judge = await graded(opinion("CCM"), beside=INJECTED, share=0.15)
    assert len(judge.calls) == 1
    assert receipt(grade).second == SecondOpinion("injection", "not in the budget", share=0.0, at_most=0.15)


async def test_the_share_is_told_to_four_digits() -> None:
    budget = SecondOpinionBudget(0.5, answers=5, seconds=2)  # 2 of 6 after this answer, and one more
    made: Any = JudgePanel(FakeJudge([opinion("CCM"), opinion("CCM")]), "", budget)  # type: ignore[arg-type]  # a fake

    async def estimate() -> Grade:
        return INJECTED

    grade = await made.graded(ASKED, estimate, "rev")
    assert receipt(grade).second == SecondOpinion("injection", "had", share=0.5, at_most=0.5)
    made = JudgePanel(FakeJudge([opinion("CCM")]), "", replace(budget, answers=6, seconds=3))  # type: ignore[arg-type]  # a fake
    assert receipt(await made.graded(ASKED, estimate, "rev")).second == SecondOpinion(
        "injection", "not in the budget", share=0.4286, at_most=0.5
    )


async def test_nothing_is_said_of_a_second_opinion_that_nothing_called_for() -> None:
    grade, judge = await graded(opinion("CCM"))
    assert (receipt(grade).second, len(judge.calls)) == (None, 1)


# -- appeals ---------------------------------------------------------------------------------------------------------


async def appealed(grade: Grade, second: Opinion, point: str = "b", second_model: str = "") -> tuple[Grade, FakeJudge]:
    judge = FakeJudge([second])
    made: Any = JudgePanel(judge, second_model, SecondOpinionBudget(0.0))  # type: ignore[arg-type]  # a fake with the judge's methods
    return await made.appealed(replace(ASKED, contested=point, reason="I said it"), grade), judge


@pytest.mark.parametrize(
    ("before", "second", "after", "score"),
    [
        ("CMM", "MCM", "CCM", 8.3),  # the contested point alone: 10·5/6
        ("CMM", "MPM", "CPM", 6.7),
        ("CXM", "MMM", "CMM", 5.0),  # no longer against: 10·3/6
        ("CPM", "CMM", "CPM", 6.7),  # never lower
        ("CMM", "C-M", "CMM", 5.0),  # not proven
        ("C-C", "CCC", "CCC", 10.0),
        ("CC-", "CCM", "CC-", 10.0),  # the second look at c would lower the mark: it stays out of the sum
    ],
)
async def test_an_appeal(before: str, second: str, after: str, score: float) -> None:
    first, _ = await graded(opinion(before))
    grade, _ = await appealed(first, opinion(second), "c" if before == "CC-" else "b")
    assert (said(grade), grade.score) == (after, score)


async def test_an_appeal_on_too_little_may_make_a_number() -> None:
    first, _ = await graded(opinion("-MC"))
    assert first.score is None  # 3/6 judged
    grade, _ = await appealed(first, opinion("MMM"), "a")
    assert (said(grade), grade.score) == ("MMC", 1.7)


async def test_an_appeal_sees_the_points_turned_round_and_keeps_both_judgements() -> None:
    first, _ = await graded(opinion("CMM", ERROR))
    once, judge = await appealed(first, opinion("CMM", model="m2"), second_model="m2")
    twice, _ = await appealed(once, opinion("MCM", model="m3"))
    contesting = replace(ASKED, contested="b", reason="I said it", order=(2, 1, 0))
    assert judge.calls == [(contesting, 120.0, "m2", False)]
    assert (twice.errors, twice.feedback, twice.graded_by) == (first.errors, first.feedback, first.graded_by)
    found = receipt(twice)
    assert replace(found, appeals=()) == receipt(first)
    shown = [(a.point, a.reason, a.before, a.after, a.sample.model, a.sample.template) for a in found.appeals]
    missing, covered = Verdict.MISSING, Verdict.COVERED
    assert shown == [
        ("b", "I said it", missing, missing, "m2", template("zh")),
        ("b", "I said it", missing, covered, "m3", template("zh")),
    ]
    assert isinstance(found.appeals[0], AppealSample)


async def test_a_grade_without_a_receipt_gets_none_by_an_appeal() -> None:
    first, _ = await graded(opinion("CMM"))
    grade, _ = await appealed(replace(first, receipt=None), opinion("CCM"))
    assert (said(grade), grade.receipt) == ("CCM", None)


async def test_an_appeal_on_a_point_that_the_grade_lacks_is_noted_and_changes_nothing() -> None:
    first, _ = await graded(opinion("CMM"))
    lacking = replace(first, verdicts=first.verdicts[:2])
    grade, _ = await appealed(lacking, opinion("CMC"), "c")
    assert [v.id for v in grade.verdicts] == ["a", "b"]
    (noted,) = receipt(grade).appeals
    assert (noted.point, noted.before, noted.after) == ("c", None, None)


# -- doubtful points -------------------------------------------------------------------------------------------------


async def test_doubtful_points_are_judged_again_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel, "doubtful", lambda *_: ["a", "c"])
    alone = [replace(opinion("CPM"), verdicts=opinion(f"{said}PM").verdicts[:1]) for said in "CP"]
    alone[1] = replace(alone[1], verdicts=(replace(alone[1].verdicts[0], id="c"),))
    grade, judge = await graded(opinion("CPM"), *alone, second_model="other")
    assert said(grade) == "CP-"
    assert [[p.id for p in call[0].task.key_points] for call in judge.calls] == [["a", "b", "c"], ["a"], ["c"]]
    assert [call[2] for call in judge.calls] == ["", "other", "other"]
    assert receipt(grade).second == SecondOpinion("doubt", "had", 1.0, 1.0)
    assert [v.id for v in receipt(grade).samples[1].verdicts] == ["a", "c"]
    assert receipt(grade).samples[1].usage == {"prompt": 18}


async def test_looks_that_cannot_be_had_leave_the_first_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel, "doubtful", lambda *_: ["b"])
    grade, _ = await graded(opinion("CPM"), JudgeUnavailable("away"))
    assert said(grade) == "CPM"
    assert receipt(grade).second == SecondOpinion("doubt", "not to be had", 1.0, 1.0)
