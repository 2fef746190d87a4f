"""Who is meant on the command line: a person by our number, their name or Telegram number; a group by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.commands.startup import fail

if TYPE_CHECKING:
    from storage.groups import Group
    from storage.people import Person
    from storage.transaction import Tx


async def person_called(tx: Tx, called: str) -> Person:
    """The one person meant; nobody and several end the command with a line that says what to do."""
    from storage import people

    found = await people.by_name(tx, called)
    if not found:
        fail(f"There is nobody called {called!r}; `interviewer people list` shows everybody.")
    if len(found) > 1:
        several = ", ".join(f"'#{person.id}' ({person.name})" for person in found)  # a bare # begins a comment
        fail(f"{called!r} can mean several people; say which, in quotes: {several}.")
    return found[0]


async def group_called(tx: Tx, name: str) -> Group:
    """The group of this name; another name ends the command with those there are."""
    from storage import groups

    found = await groups.called(tx, name)
    if found is None:
        names = ", ".join(group.name for group in await groups.listed(tx))
        fail(
            f"There is no group {name!r}; {f'there are: {names}' if names else '`interviewer people invite --group` makes one'}."
        )
    return found
