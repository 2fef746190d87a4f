"""Which hints there are, in which order, and what is said of a follow-up while it is open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.messages import build
from app.messages.answering import WhyOpenProbe, WhyProbe
from interview.effects import ShowHint
from interview.events import HintAsked, Unknown
from interview.hints import Hint, hints
from interview.model import Interview, Item, Phase, Reason
from interview.step import step
from interview.why import why
from questions.model import Check, Lines, Purpose
from tests.unit.interview.build import POINTS, PROBES, followed, interview, question, root

OWN = Lines(en=("towards k", "towards l"))


def probing(own: Lines = OWN, phase: Phase = Phase.ASKING) -> Interview:
    asked = question(probes=[replace(probe, hints=own) if probe.id == "a1" else probe for probe in PROBES])
    return interview(root("MMM"), followed("a1", None), items=[Item(asked)], phase=phase)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (OWN, [Hint("a", "towards k"), Hint("a", "towards l")]),
        (Lines(en=("", "towards l")), [Hint("a", "towards l")]),
        (Lines(), [Hint("a", "towards a")]),
    ],
)
def test_a_probe_has_its_own_hints_or_that_of_its_point(own: Lines, expected: list[Hint]) -> None:
    talk = probing(own)
    assert list(hints(talk, talk.turns[-1])) == expected


def test_own_hints_are_shown_one_after_the_other() -> None:
    talk, shown = probing(), []
    for _ in range(2):
        talk, effects = step(talk, HintAsked(2))
        assert effects == (ShowHint(2, "a"),)
        shown.append(build.hint(talk, 2, "a").text)
    assert shown == ["towards k", "towards l"]
    assert talk.turns[-1].hints == ("a", "a")
    after, refused = step(talk, HintAsked(2))
    assert after == talk
    assert not isinstance(refused[0], ShowHint)


def test_while_a_probe_is_open_why_names_its_purpose_not_its_point() -> None:
    talk = probing()
    reason = why(talk, 2)
    assert reason is not None
    assert build.reason(talk, reason).content == WhyOpenProbe(Reason.MISSING, Purpose.CAUSE, 1, 3)
    over = probing(phase=Phase.FINISHED)
    assert build.reason(over, reason).content == WhyProbe(Reason.MISSING, "a", 1, 3)


def test_not_knowing_leads_to_the_easiest_point_and_asking_goes_on_with_the_others() -> None:
    hard = replace(POINTS[0], check=Check("64 GiB"))
    talk = interview(root(None), items=[Item(replace(question(), key_points=(hard, *POINTS[1:])))], phase=Phase.ASKING)
    talk, effects = step(talk, Unknown(1))
    assert effects == (ShowHint(1, "a"),), "a quantity is harder than what is listed behind it"
    shown = [build.hint(talk, 1, "a").text]
    for point in ("b", "c"):
        talk, effects = step(talk, HintAsked(1))
        assert effects == (ShowHint(1, point),)
        shown.append(build.hint(talk, 1, point).text)
    assert shown == ["towards a", "towards b", "towards c"]
    easy = interview(root(None), items=[Item(question())], phase=Phase.ASKING)
    easy, effects = step(easy, Unknown(1))
    assert effects == (ShowHint(1, "c"),)
    assert step(easy, HintAsked(1))[1] == (ShowHint(1, "a"),)
