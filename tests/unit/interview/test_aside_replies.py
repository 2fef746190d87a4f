"""What each kind of aside is answered with, and what a confirming tap does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview.aside_replies import OFFERS, AsideReply, Spoken, confirmed, reply_to
from interview.asides import AsideKind
from interview.events import HintAsked, Skipped, Stopped, Unknown
from interview.model import Interview, Item, Mode, Phase
from questions.model import Text
from tests.unit.interview.build import followed, guess, interview, question, root

SCOPE = Text("按单头来说。", "Take one head.")


def asked(*, hinted: str = "", mode: Mode = Mode.COACH, scope: Text = SCOPE) -> Interview:
    """A question that waits for its answer."""
    items = [Item(replace(question(), scope=scope))]
    return replace(interview(root(None, hinted), items=items, phase=Phase.ASKING), mode=mode)


def reply(talk: Interview, kind: AsideKind) -> object:
    return reply_to(talk, talk.turns[-1], kind)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (AsideKind.CLARIFY, Spoken(AsideReply.SCOPE, SCOPE.en)),
        (AsideKind.EASIER, Spoken(AsideReply.EASIER)),
        (AsideKind.REVEAL, Spoken(AsideReply.REVEAL)),
        (AsideKind.HINT, HintAsked(1)),
        (AsideKind.IDK, HintAsked(1)),
        (AsideKind.DISPUTE, Spoken(AsideReply.NO_VERDICT)),
        (AsideKind.WAIT, Spoken(AsideReply.TAKE_YOUR_TIME)),
        (AsideKind.REPEAT, Spoken(AsideReply.QUESTION)),
        (AsideKind.STOP, Spoken(AsideReply.STOP)),
        (AsideKind.CHAT, Spoken(AsideReply.CHAT)),
        (AsideKind.META, Spoken(AsideReply.META)),
    ],
)
def test_every_kind_has_its_reply(kind: AsideKind, expected: object) -> None:
    assert reply(asked(), kind) == expected


def test_a_question_without_scope_leaves_the_assumptions_to_the_person() -> None:
    assert reply(asked(scope=Text()), AsideKind.CLARIFY) == Spoken(AsideReply.ASSUME)


def test_whoever_had_a_hint_and_still_does_not_know_may_give_up() -> None:
    assert reply(asked(hinted="a"), AsideKind.IDK) == Spoken(AsideReply.GIVE_UP)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (AsideKind.HINT, AsideReply.NO_HINT_IN_EXAM),
        (AsideKind.REVEAL, AsideReply.REVEAL_AFTER_EXAM),
        (AsideKind.IDK, AsideReply.GIVE_UP),
        (AsideKind.DISPUTE, AsideReply.AFTER_EXAM),
    ],
)
def test_an_exam_tells_nothing_before_its_end(kind: AsideKind, expected: AsideReply) -> None:
    assert reply(asked(mode=Mode.EXAM), kind) == Spoken(expected)


def test_a_verdict_is_contested_an_estimate_is_ticked() -> None:
    probing = followed("a1", None)
    judged = interview(root("CMP"), probing, phase=Phase.ASKING)
    estimated = interview(root(guess(1.0, 0.0, 0.5)), probing, phase=Phase.ASKING)
    assert reply(judged, AsideKind.DISPUTE) == Spoken(AsideReply.APPEAL, verdict_of=1)
    assert reply(estimated, AsideKind.DISPUTE) == Spoken(AsideReply.RATE_YOURSELF, verdict_of=1)


@pytest.mark.parametrize("kind", AsideKind)
def test_one_tap_does_what_was_offered_and_nothing_else(kind: AsideKind) -> None:
    talk = asked(hinted="a")
    does = confirmed(talk, talk.turns[-1], kind)
    expected = {
        AsideKind.EASIER: Skipped(1),
        AsideKind.REVEAL: Skipped(1),
        AsideKind.STOP: Stopped(),
        AsideKind.IDK: Unknown(1),
    }
    assert does == expected.get(kind)
    said = reply(talk, kind)
    assert (isinstance(said, Spoken) and said.reply in OFFERS) == (does is not None)


def test_in_an_exam_nothing_reveals_the_answer() -> None:
    talk = asked(mode=Mode.EXAM)
    assert confirmed(talk, talk.turns[-1], AsideKind.REVEAL) is None


def test_replies_are_stored_by_their_names() -> None:
    assert all(reply.value == reply.name.lower() for reply in AsideReply)
