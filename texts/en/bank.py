"""Words of the commands about the question bank: English."""

from __future__ import annotations

from texts.en.plural import count


def _is(dry: bool) -> str:
    return "would be" if dry else "is"


# -- looking ---------------------------------------------------------------------------------------------------------


A_DRAFT = "a draft"
NOTHING_LIKE_IT = "nothing like it"
AIM_KINDS = {"jd": "A job posting", "cv": "A CV", "mianjing": "A report of an interview"}
NOT_IN_BANK = "not in the bank"
NOTHING_AIMED = "No topic and no question was found in it; give a text that says more."
BY = {"words": "by words", "meaning": "by meaning"}
SEVERITIES = {"error": "error", "warning": "warning"}


def questions(number: int, dry: bool) -> str:
    return count(number, "question") + (" would be written" if dry else "")


def origin(where: str, revision: str) -> str:
    return f"{where}, revision {revision}"


def faults(errors: int, warnings: int) -> str:
    return f"{count(errors, 'error')}, {count(warnings, 'warning')}"


def no_question(id: str, near: str) -> str:
    return f"There is no question {id!r}." + (f" Did you mean {near}?" if near else "")


def no_report(number: int) -> str:
    return f"There is no open report {number}."


def report_closed(number: int, dry: bool) -> str:
    return f"Report {number} {_is(dry)} closed."


def closed(reason: str) -> str:
    return f"{reason} (closed)"


def reports(number: int) -> str:
    return count(number, "report")


# -- figures ---------------------------------------------------------------------------------------------------------


TOPIC = "topic"
ALL = "all"
MEDIANS_OF = "medians"
MEDIANS = {
    "zh": "characters",
    "en": "words",
    "points": "key points",
    "numbers": "asks numbers",
}
CHANGED_HERE = "changed or added here"
CHANGED_SINCE = "changed here, and in the file since"
RETIRED = "retired"


def kinds(listed: str) -> str:
    return f"kinds: {listed}"


def totals(both: int, points: int, probes: int, drafts: int) -> str:
    return f"{both} in both languages; {count(points, 'key point')}; {count(probes, 'probe')}; {count(drafts, 'draft')}"


def reviewed(once: int, twice: int) -> str:
    return f"{count(once, 'question')} reviewed, {twice} of them twice"


def current(recent: int, years: int, bases: int) -> str:
    return f"{recent} with a source of the last {years} years; {bases} name easier ones they build on"


def answers_by(source: str) -> str:
    return f"answers {'marked by the judge' if source == 'judge' else 'self-rated'} (first answers, of 10):"


def mean_of(mean: str, marks: int) -> str:
    return f"{mean} of {count(marks, 'mark')}"


def hardly(point: str, share: str, marks: int) -> str:
    return f"hardly anybody gets {point}: {share} of {count(marks, 'mark')}"


def complaints(question: str, appealed: int, overturned: int, reported: int) -> str:
    return f"{question}: {appealed} verdicts contested, {overturned} overturned, {reported} open reports"


def poor() -> str:
    return ", does not tell people apart"


# -- changing --------------------------------------------------------------------------------------------------------


APPROVABLE = "can be approved"
NAME_DRAFTS = "Name the drafts to approve, or use --all; `interviewer bank drafts` lists them."
NO_DRAFTS = "There are no drafts."
COMPLETE_THEM = "Complete them with `interviewer bank edit ID`."
OPEN_AGAIN = "Open it again?"
ASK_TOPIC = "Topic"
ASK_LEVEL = "Level (1-5)"
ASK_QUESTION = "Question"
ASK_ANSWER = "Answer"
WRONG_LEVEL = "a level is a number from 1 to 5."


def id_changed(before: str, after: str) -> str:
    return f"The id changed from {before!r} to {after!r}; add it as a question of its own and retire {before!r}."


def unchanged(id: str) -> str:
    return f"{id}: nothing changed."


def there_already(id: str) -> str:
    return f"There is a question {id!r}; change it with `interviewer bank edit {id}`."


def kept(id: str, draft: bool, dry: bool) -> str:
    return f"{id} {_is(dry)} {'a draft, not asked until it is approved' if draft else 'in the bank'}."


def mend_with(id: str) -> str:
    return f"What is said above can be mended with `interviewer bank edit {id}`."


def draft_for_errors(id: str) -> str:
    return (
        f"Because of the errors it stays a draft: `interviewer bank edit {id}`, then `interviewer bank approve {id}`."
    )


def edited_here(id: str) -> str:
    return f"{id} was edited here. What stands here only is marked -, what would come in its place +:"


def kept_mine(id: str) -> str:
    return f"{id} is left as it is here; in a terminal you are asked, --replace takes the other one."


def replace_mine(id: str) -> str:
    return f"Replace the {id} that stands here?"


def no_local_edit(id: str) -> str:
    return f"{id!r} has no local edit."


def edit_dropped(id: str, gone: bool, dry: bool) -> str:
    then = "the question is gone" if gone else "the file's question is asked again"
    return f"The local edit of {id} {_is(dry)} dropped; {then}."


def retired(id: str, dry: bool) -> str:
    return f"{id} {_is(dry)} retired."


def not_retired(id: str) -> str:
    return f"{id!r} is not retired."


def asked_again(id: str, dry: bool) -> str:
    return f"{id} {_is(dry)} asked again."


def lacks(fields: str) -> str:
    return f"lacks {fields}"


def drafts(number: int) -> str:
    return count(number, "draft")


def draft_discarded(id: str, dry: bool) -> str:
    return f"The draft {id} {_is(dry)} thrown away."


def approved(id: str, dry: bool) -> str:
    return f"{id} {_is(dry)} in the bank."


def no_question_yet(path: str) -> str:
    return f"It is not a question yet. What was written is kept in {path}."


# -- files -----------------------------------------------------------------------------------------------------------


EFFECTS = {"new": "new", "changes": "changes", "same": "same", "kept": "left as they are here"}
HERE = "here"
INCOMING = "from there"
NEEDS_FOLDER = "--format: 'folder' needs a folder to write to."
NOTHING_WRITTEN = "nothing was written"


def nowhere(path: str) -> str:
    return f"{path}: there is no such file or folder."


def nothing_readable(path: str) -> str:
    return f"{path}: holds no file of a kind that is read here."


def imported_draft(lacks: str) -> str:
    return f"draft, lacks {lacks}"


def imported_whole() -> str:
    return "whole"


def like(id: str, share: str) -> str:
    return f", like {id} ({share})"


def also(ids: str) -> str:
    return f"or {ids}"


def not_imported(what: str) -> str:
    return f"not imported: {what}"


def unread(what: str) -> str:
    return f"unread: {what}"


def items(name: str, encoding: str, items: int, forms: str) -> str:
    return f"{name}: {encoding or 'not read'}, {items} items{f' ({forms})' if forms else ''}"


def outcome(effects: str, drafts: int, refused: int, unread: int) -> str:
    return f"{effects}; {drafts} drafts; {refused} not imported; {unread} passages unread"


def file_is_there(path: str) -> str:
    return f"{path} is there already; use --replace to write over it."


# -- the desk --------------------------------------------------------------------------------------------------------


SCOPE = "May be assumed"
HINT = "Hint:"
PURPOSES = {
    "detail": "detail",
    "cause": "cause",
    "counterfactual": "counterfactual",
    "trade-off": "trade-off",
    "measure": "a number",
    "challenge": "challenge",
}
STATES = {"draft": "draft", "retired": "retired", "edited": "changed here", "packaged": "as packaged"}
REVIEW_NEEDS_TERMINAL = (
    "The desk needs a terminal; `interviewer bank drafts` and `interviewer bank reports` list what waits."
)
DESK_EMPTY = (
    "Nothing waits: no draft, no report, no contested verdict. `interviewer bank review --topic TOPIC` reads on."
)
DESK_KEYS = "a approve · e edit · r retire · n note · c close reports · v verdicts · space next · b back · q quit"
ANY_KEY = "Any key goes on."
AT_THE_DESK = "`interviewer bank review` shows each with its question, to decide it there."
THROW_AWAY = "Throw the draft away?"
ASK_WHY = "Why"
ASK_NOTE = "Note"
ASK_VERDICT = "[c]overed, [p]artial, [m]issing, contra[d]icted; Enter leaves it"


def probe(place: str, aims_at: str, purpose: str) -> str:
    return f"Follow-up {place} → {aims_at} ({purpose})"


def desk_left(number: int) -> str:
    return (
        f"{count(number, 'question')} left on the desk; `interviewer bank review` goes on."
        if number
        else "The desk is clear."
    )


# -- drafts completed ------------------------------------------------------------------------------------------------


NOTHING_PROPOSED = (
    "Nothing to propose: the draft's answer has no two sentences; write it with `interviewer bank edit ID`."
)
JUDGE_WRITES = "The judge writes a proposal; that takes a minute or two …"
BY_JUDGE = "proposed by the judge, unchecked"
FROM_NOTES = "from the notes' own sentences"
NO_PROPOSAL = "The judge proposed nothing that can be used; here is the outline from the notes."
TAKE_IT = "Take it?"


def then_approve(id: str) -> str:
    return f"Read it once more with `interviewer bank review {id}`, which approves it, too."


def not_usable(why: str) -> str:
    return f"proposed, but not usable: {why}"
