"""Words about answers given for labelling: English."""

from __future__ import annotations

from typing import assert_never

from app.messages.giving import GiveAsked, GiveBack, GivenListed, GiveRefused, GiveTaken, GiveUsage, GivingNotice
from texts.en.plural import count as counted


def giving(notice: GivingNotice) -> str:
    match notice:
        case GiveUsage(name):
            hint = f"For example /give {name}." if name else "Answer a question first."
            return (
                "You may give one of your answers to be labelled by people, which tells how far marks can be trusted. You see"
                f" its words before, and can take it back. {hint}"
            )
        case GiveAsked(name, question, answer):
            return (
                "This is what would be given, word for word, without your name and without a date.\n\n"
                f"Question: {question}\n\nAnswer: {answer}\n\n"
                f"Don't give it if anything in it is not for others. To give it: /give {name} yes"
            )
        case GiveTaken(number):
            return (
                f"Thank you! It is number {number}; /give back {number} takes it back. A copy that was handed to people who"
                " label by then stays with them."
            )
        case GiveRefused(name):
            return (
                f"{name or 'That'} cannot be given: only answers in words that you gave, no code, nothing very long, and"
                " nothing about your own projects and career."
            )
        case GivenListed(count, shown):
            lines = [f"{one.number}: {one.question} {one.answer}" for one in shown]
            return "\n".join(
                [f"You gave {counted(count, 'answer')}:", *lines, "/give back and the number takes one back."]
            )
        case GiveBack(number, found):
            if found:
                return f"Number {number} is yours again; no later export holds it."
            return f"There is no number {number}; /give lists what you gave."
        case _:
            assert_never(notice)
