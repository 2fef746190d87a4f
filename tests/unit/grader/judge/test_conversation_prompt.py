"""What a judge is asked about a message in a conversation, and the versions of all wording."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

import pytest

from grader.judge.conversation import EXPLAIN, SECONDS, SORT, explanation, kind_of
from grader.judge.prompt import ChatMessage, code_of, template
from grader.judge.schema import ReplyForm
from questions.model import Language, Text

QUESTION = Text("什么是缓存？", "What is a cache?")


@dataclass
class Told:
    """A judge that keeps what it is asked."""

    asked: list[tuple[list[ChatMessage], ReplyForm, float]] = field(default_factory=list)

    async def told(self, messages: list[ChatMessage], form: ReplyForm, seconds: float) -> str | None:
        self.asked.append((messages, form, seconds))
        return "hint"


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_rules_and_message_are_apart_and_in_the_language_of_the_person(language: Language) -> None:
    judge, said = Told(), "a hint? " * 400
    assert await kind_of(judge, ("answer", "hint"), QUESTION, said, language) == "hint"  # type: ignore[arg-type]  # the part of a judge that is used
    assert await explanation(judge, QUESTION, said, language) == "hint"  # type: ignore[arg-type]  # as above
    assert [form.values for _, form, _ in judge.asked] == [("answer", "hint"), ()]
    for (messages, _, seconds), rules in zip(judge.asked, (SORT, EXPLAIN), strict=True):
        assert [one["role"] for one in messages] == ["system", "user"]
        assert messages[0]["content"] == rules[language]
        shown, _, fence = messages[1]["content"].partition("\n\n")
        assert json.loads(shown) == {"question": QUESTION.get(language)}
        message = json.loads(fence.splitlines()[1])
        assert said.startswith(message)
        assert len(message) < len(said)
        assert fence.startswith(f"<message {code_of(shown, message)}>")
        assert seconds == SECONDS


def test_no_word_of_the_prompts_changes_by_accident() -> None:
    """Figures are of one wording. Whoever changes it measures again where it matters, then writes the new versions here."""
    conversation = json.dumps([SORT, EXPLAIN], ensure_ascii=False, sort_keys=True)
    versions = (template("zh"), template("en"), hashlib.sha256(conversation.encode()).hexdigest()[:12])
    assert versions == ("56bdda9e6211", "5d7547ee835c", "b838f404787a")
