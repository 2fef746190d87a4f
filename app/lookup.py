"""Who is meant: a person by our number, their name or Telegram number; a group by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from questions.errors import InterviewerError, sentence
from storage import groups, people

if TYPE_CHECKING:
    from storage.groups import Group
    from storage.people import Person
    from storage.transaction import Tx


class UnknownNameError(InterviewerError):
    """No person or group is called so, or several are; the text says what to do."""


async def person_called(tx: Tx, called: str) -> Person:
    """The one person meant. Raises UnknownNameError for nobody and for several."""
    found = await people.by_name(tx, called)
    if not found:
        raise UnknownNameError(
            sentence("There is nobody called {called!r}; `interviewer people list` shows everybody.", called=called)
        )
    if len(found) > 1:
        several = ", ".join(f"'#{person.id}' ({person.name})" for person in found)  # a bare # begins a comment
        raise UnknownNameError(
            sentence(
                "{called!r} can mean several people; say which, in quotes: {several}.", called=called, several=several
            )
        )
    return found[0]


async def group_called(tx: Tx, name: str) -> Group:
    """The group of this name. Raises UnknownNameError, which names those there are."""
    found = await groups.called(tx, name)
    if found is None:
        names = ", ".join(group.name for group in await groups.listed(tx))
        there = (
            sentence("there are: {names}", names=names)
            if names
            else sentence("`interviewer people invite --group` makes one")
        )
        raise UnknownNameError(sentence("There is no group {name!r}; {there}.", name=name, there=there))
    return found
