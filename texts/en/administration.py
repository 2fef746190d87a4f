"""Words of the commands about people, drills, appeals and the database: English."""

from __future__ import annotations

from texts.en.plural import count

# -- people ----------------------------------------------------------------------------------------------------------


NEVER = "never"
TERMINAL = "terminal"
OFF = "off"
ASSIGNED = "assigned"
ANY_NUMBER = "any number of people"
FIRST_INVITATION = (
    "Everybody who is here already stays in. From now on newcomers need an invitation (INTERVIEWER_ADMINS do not)."
)
SEND_THIS = "INTERVIEWER_TELEGRAM_TOKEN is not set, so here is what to send to the bot:"
ASSIGN_NEEDS = "assign needs --topic, --by, and either --group or --person."
LABELS = {
    "number": "number",
    "name": "name",
    "telegram": "telegram",
    "access": "access",
    "language": "language",
    "zone": "zone",
    "groups": "groups",
    "since": "since",
    "answers": "answers",
    "last_answer_at": "last answer at",
    "mode": "mode",
    "drill": "drill",
    "quiet_hours": "quiet hours",
}
ACCESS = {"new": "new", "admitted": "admitted", "blocked": "blocked"}


def people(number: int) -> str:
    return count(number, "person", "people")


def usable_by(people: int) -> str:
    return count(people, "person", "people")


def minutes(at: str, minutes: int) -> str:
    return f"{at}, {minutes} min"


def assignment(topic: str, day: str, questions: int, number: int) -> str:
    return f"{topic} by {day}: {count(questions, 'question')} answered (number {number})"


def blocked(name: str) -> str:
    return f"{name} is blocked."


def let_in(name: str) -> str:
    return f"{name} is let in again."


def group_name_too_long(most: int) -> str:
    return f"--group: a name has at most {most} characters."


def holds_for(who: str, group: str, days: int) -> str:
    return f"For {who}, {f'into the group {group}, ' if group else ''}for {count(days, 'day')}."


def bot_not_named(address: str) -> str:
    return f"{address} did not tell the bot's name, so here is what to send to the bot:"


def no_assignment(number: int) -> str:
    return f"There is no assignment {number}."


def withdrawn(number: int) -> str:
    return f"Assignment {number} is withdrawn."


def assigned(number: int, told: int) -> str:
    return f"Assignment {number}; {count(told, 'person is', 'people are')} told."


def in_the_past(day: str) -> str:
    return f"--by: {day} is in the past."


def forget_needs_yes(name: str, number: int) -> str:
    return f"This deletes {name} (#{number}) with all interviews, marks and reviews; add --yes."


def forget_really(name: str, number: int) -> str:
    return f"Delete {name} (#{number}) with all interviews, marks and reviews?"


def gone_already(name: str, number: int) -> str:
    return f"{name} (#{number}) is gone already."


def forgotten(name: str, number: int) -> str:
    return f"{name} (#{number}) is deleted, with everything that was stored of them."


# -- drills ----------------------------------------------------------------------------------------------------------


NO_DRILLS = "There are no drills yet."
DRILL_STATES = {
    "planned": "planned",
    "offered": "offered",
    "postponed": "postponed",
    "opened": "opened",
    "finished": "finished",
    "skipped": "skipped",
    "missed": "missed",
}


def drills_planned(planned: int, offered: int) -> str:
    return f"{planned} planned, {offered} offered or settled."


# -- appeals ---------------------------------------------------------------------------------------------------------


BEFORE = "before"
AFTER = "after"
OUTCOMES = {"pending": "pending", "upheld": "upheld", "overturned": "overturned"}


def appeals(number: int) -> str:
    return count(number, "appeal")


def appeal(number: int, name: str, person: int, at: str, outcome: str) -> str:
    return f"Appeal {number} by {name} (#{person}), {at} UTC, {outcome}"


def appealed_question(id: str, changed: bool) -> str:
    return f"Question {id}{' (changed since)' if changed else ''}:"


def appealed_point(id: str) -> str:
    return f"Point {id}:"


def model_answer() -> str:
    return "Model answer:"


def answer() -> str:
    return "Answer:"


def reason() -> str:
    return "Reason:"


def verdict(when: str) -> str:
    return f"Verdict {when}:"


def decided(number: int, verdict: str, before: str, after: str) -> str:
    return f"Appeal {number} is decided: {verdict}. Mark {before} → {after}."


# -- database --------------------------------------------------------------------------------------------------------


BACK_AGAIN = "These people had been forgotten since and are back; `interviewer people forget '#NUMBER'` for each:"
BACK_ON_EMPTY = (
    "Who is back. Whoever had themselves forgotten after the backup was made: `interviewer people forget '#NUMBER'`."
)


def copy_before(path: str) -> str:
    return f"The file as it was before is {path}."


def schema_is(schema: str) -> str:
    return f"The schema is {schema}."


def schema_newer(schema: str, newest: str) -> str:
    return f"The schema {schema} is newer than this program's ({newest}); install the newer version."


def schema_older(schema: str, newest: str) -> str:
    return f"The schema is {schema or 'empty'}, not {newest}; run `interviewer db upgrade`."


def schema_good(schema: str) -> str:
    return f"The schema is {schema}, as it should be."


def file_before(path: str) -> str:
    return f"The file that was there before is {path}."


def restored(path: str) -> str:
    return f"{path} is in place; `interviewer db upgrade` makes it current if it is older."


def no_predictions(unseen: int) -> str:
    return f"No prediction can be checked yet (points that were not asked in those days: {unseen})."


def predictions(n: int, brier: float, base: float, unseen: int) -> str:
    return (
        f"Checked for {n} points: Brier {brier:.3f} (always saying the mean: {base:.3f}; less is better); {unseen} were not asked"
        " in those days and do not count.\nEach line: points, predicted chance, share that stood."
    )
