"""What is wrong with a hands-on task: its texts, and whether its tests tell right code from wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from questions import lint
from questions.bank import TASK
from questions.errors import sentence
from questions.handson.examples import examples, signatures
from questions.handson.load import MUTANTS, SOLUTION, STARTER, TESTS
from questions.handson.model import CallReturned, Execute, HandsOn, Mutant
from questions.handson.verdicts import CodeReport, Failure, Standing, judged
from questions.model import LANGUAGES, Kind, Language
from questions.problem import Problem, Severity
from questions.text import CODE, prose

FEWEST_POINTS, MOST_POINTS = 2, 6
FEWEST_TESTS, FEWEST_MUTANTS, FEWEST_FOLLOW_UPS, FEWEST_EXAMPLES = 6, 5, 2, 2
LONGEST_PROSE = 600  # characters outside code: two screens of a phone
WIDEST_CODE = 60  # columns of code that a phone shows without scrolling sideways
OWN_LIMITS = ("key_points", "question.zh", "question.en")  # places for which a task has limits of its own

Found = tuple[str, str]  # file or place, message


def check(task: HandsOn, execute: Execute) -> list[Problem]:
    """The faults of a task; `execute` runs its solution, its starter, its examples and its mutants.

    The solution must pass every test and every example, the starter must fail, and every mutant must die by a test of
    each point that it betrays.
    """
    found = [*_size(task), *_tests(task), *_solution(task, execute), *_starter(task, execute), *_mutants(task, execute)]
    for language in LANGUAGES:
        found.extend(_stem(task, language, execute))
    return [
        *_text(task),
        *(Problem(task.id, sentence("{message}.", message=message), place) for place, message in found),
    ]


def _text(task: HandsOn) -> Iterator[Problem]:
    """The errors that every question is checked for."""
    for problem in lint.check(task.question, packaged=True):
        if problem.severity is Severity.ERROR and problem.place not in OWN_LIMITS:
            yield problem


def _size(task: HandsOn) -> Iterator[Found]:
    question = task.question
    if question.kind is not Kind.CODE:
        yield TASK, sentence("has the kind {kind}; a hands-on task has the kind code", kind=question.kind)
    if task.folder.name != task.id:
        yield TASK, sentence("has the id {id!r}; the folder must be called the same", id=task.id)
    if not FEWEST_POINTS <= len(question.key_points) <= MOST_POINTS:
        yield (
            TASK,
            sentence(
                "has {count} key points; a task has {fewest}–{most}",
                count=len(question.key_points),
                fewest=FEWEST_POINTS,
                most=MOST_POINTS,
            ),
        )
    if len(list(question.all_probes())) < FEWEST_FOLLOW_UPS:
        yield TASK, sentence("has fewer than {fewest} follow-ups in words", fewest=FEWEST_FOLLOW_UPS)
    if len(task.mutants) < FEWEST_MUTANTS:
        yield (
            MUTANTS,
            sentence(
                "holds {count} wrong solutions; there must be {fewest} or more",
                count=len(task.mutants),
                fewest=FEWEST_MUTANTS,
            ),
        )


def _stem(task: HandsOn, language: Language, execute: Execute) -> Iterator[Found]:
    text, place = getattr(task.question.question, language), f"question.{language}"
    if (length := len(prose(text))) > LONGEST_PROSE:
        yield (
            place,
            sentence("has {length} characters outside code, more than {most}", length=length, most=LONGEST_PROSE),
        )
    if any(len(line) > WIDEST_CODE for block in CODE.findall(text) for line in block.splitlines()):
        yield place, sentence("holds code wider than {most} columns", most=WIDEST_CODE)
    try:
        yield from _block(task, text, place, execute)
    except (SyntaxError, ValueError) as error:
        yield place, sentence("holds a block of code that is no signature with examples: {error}", error=error)


def _block(task: HandsOn, text: str, place: str, execute: Execute) -> Iterator[Found]:
    if signatures(text) != signatures(f"```{task.starter}```"):
        yield (
            place,
            sentence("shows the signatures {shown}, and {starter} has others", shown=signatures(text), starter=STARTER),
        )
    shown = examples(text)
    if sum(example.shows for example in shown) < FEWEST_EXAMPLES:
        yield place, sentence("shows fewer than {fewest} examples with their results", fewest=FEWEST_EXAMPLES)
    run = execute(task.solution, [example.call for example in shown])
    for example, outcome in zip(shown, run.outcomes, strict=True):
        if not isinstance(outcome, CallReturned) or not (example.call.keep or example.holds(outcome.value)):
            yield (
                place,
                sentence(
                    "shows an example of {target} of which the solution makes {outcome}",
                    target=example.call.target,
                    outcome=outcome,
                ),
            )


def _tests(task: HandsOn) -> Iterator[Found]:
    points = [point.id for point in task.question.key_points]
    named = Counter([*(case.point for case in task.cases), task.untouched])
    if named.total() < FEWEST_TESTS:
        yield (
            TESTS,
            sentence("holds {count} tests; there must be {fewest} or more", count=named.total(), fewest=FEWEST_TESTS),
        )
    yield from (
        (TESTS, sentence("has no test of the point {point!r}", point=point)) for point in points if not named[point]
    )
    yield from (
        (TESTS, sentence("tests {point!r}, which is no key point", point=point))
        for point in named
        if point not in points
    )
    if not any(case.visible for case in task.cases):
        yield TESTS, sentence("has no visible test")


def tried(task: HandsOn, code: str, execute: Execute) -> CodeReport:
    """What the tests of a task say of `code`."""
    return judged(task, execute(code, task.calls()))


def _solution(task: HandsOn, execute: Execute) -> Iterator[Found]:
    report = tried(task, task.solution, execute)
    yield from (
        (SOLUTION, sentence("fails a test of {point!r}: {said}", point=failure.point, said=_said(failure)))
        for failure in report.failures
    )


def _said(failure: Failure) -> str:
    raised = f"{failure.raised.kind}: {failure.raised.message}" if failure.raised else f"got {failure.got}"
    return f"{'; '.join(failure.calls)}: {raised}, wanted {failure.wanted.en}"


def _starter(task: HandsOn, execute: Execute) -> Iterator[Found]:
    report = tried(task, task.starter, execute)
    if report.run.failed:
        yield STARTER, sentence("cannot be loaded: {message}", message=report.run.failed.message)
    passed = ", ".join(point.point for point in report.points if point.standing is Standing.PASSED)
    if passed:
        yield STARTER, sentence("passes {passed} as it is", passed=passed)


def _mutants(task: HandsOn, execute: Execute) -> Iterator[Found]:
    for mutant in task.mutants:
        yield from ((f"{MUTANTS}/{mutant.name}.py", message) for message in _mutant(task, mutant, execute))


def _mutant(task: HandsOn, mutant: Mutant, execute: Execute) -> Iterator[str]:
    report = tried(task, mutant.code, execute)
    standing = {point.point: point.standing for point in report.points}
    if not mutant.mistake or not mutant.betrays:
        yield sentence("begins with no docstring of the form: the mistake, an empty line, `Betrays: point`")
    if report.run.failed:
        yield sentence("cannot be loaded: {message}", message=report.run.failed.message)
    for point in mutant.betrays:
        if standing.get(point, Standing.PASSED) is Standing.PASSED:
            yield sentence("survives the tests of {point!r}", point=point)
