"""The bank: all questions by id, from the packaged folder, the operator's folders and local edits."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from questions.cache import Known, default_folder
from questions.errors import sentence
from questions.matching import Matcher
from questions.model import Kind, Language, Question
from questions.problem import FormatError, Problem
from questions.regular import LARGEST_QUESTION, content
from questions.topics import TOPICS, find_topic, key_of, topic_names

SPOKEN_OF = 0.5  # share of what somebody searches for that a question must hold
PACKAGED = Path(__file__).parent / "bank"
SUFFIXES = (".yaml", ".yml")
TASK = "task.yaml"  # of a hands-on task, in a folder with its tests


Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Index:
    """The ids of a bank by language, topic and level."""

    places: Mapping[Language, Mapping[Place, tuple[str, ...]]]

    @classmethod
    def of(cls, questions: Iterable[Question]) -> Index:
        places: dict[Language, defaultdict[Place, list[str]]] = {"zh": defaultdict(list), "en": defaultdict(list)}
        for question in questions:
            for language in question.languages:
                places[language][question.topic, question.level].append(question.id)
        return cls({name: {place: tuple(ids) for place, ids in held.items()} for name, held in places.items()})


@dataclass(frozen=True)
class Bank:
    """Questions by id, in the order of their ids.

    `retired` holds the ones that are no longer asked but may still be looked up; `origins` says which file (or
    "database") each question comes from; `edited` names the packaged questions that a local edit replaces or retires.
    """

    questions: Mapping[str, Question]
    problems: tuple[Problem, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    retired: Mapping[str, Question] = field(default_factory=dict)
    edited: frozenset[str] = frozenset()

    def get(self, id: str) -> Question | None:
        """The question called `id`, if it is asked (nothing retired)."""
        return self.questions.get(id)

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The topics there are questions on: the packaged ones in their order, then an operator's own."""
        used = {question.topic for question in self.questions.values()}
        packaged = [topic.id for topic in TOPICS if topic.id in used]
        return (*packaged, *sorted(used.difference(packaged)))

    @cached_property
    def _indexes(self) -> dict[tuple[bool, bool], Index]:
        return {}

    def index(self, *, hands_on: bool = False, open: bool = False) -> Index:
        """What drawing needs, computed once; with hands-on tasks and open questions only where they may come."""
        wanted = hands_on, open
        if wanted not in self._indexes:
            every = self.questions.values()
            self._indexes[wanted] = Index.of(
                one for one in every if (hands_on or not one.hands_on) and (open or one.kind is not Kind.OPEN)
            )
        return self._indexes[wanted]

    @cached_property
    def finder(self) -> Matcher:
        """What searching needs, computed once per bank; takes a moment.

        Open questions are found by their topics: their words are those of any story, and would weigh as words of a subject.
        """
        return Matcher(one for one in self.questions.values() if one.kind is not Kind.OPEN)

    def about(self, words: str, limit: int) -> list[Question]:
        """The questions that a few words are about, the nearest first: half as near as the nearest at least.

        None that holds less than half of the words: somebody who writes nonsense is not asked about anything.
        """
        shares = self.finder.shares(words)
        found = [near for near in self.finder.near(words, limit) if shares.get(near.question.id, 0.0) >= SPOKEN_OF]
        return [near.question for near in found if near.likeness >= found[0].likeness / 2]

    def find_topic(self, name: str) -> str | None:
        """The topic with that id, name or alias in either language, however it is cased and spaced."""
        return find_topic(name) or next((topic for topic in self.topics if key_of(topic) == key_of(name)), None)

    def with_edits(self, added: Iterable[Question], retired: Iterable[str] = ()) -> Bank:
        """The bank with questions added or replaced, then some retired; what has no such id is passed over."""
        added = tuple(added)
        questions = {**self.questions, **self.retired} | {question.id: question for question in added}
        resting = (self.retired.keys() - {question.id for question in added}) | (set(retired) & questions.keys())
        return Bank(
            _sorted({id: question for id, question in questions.items() if id not in resting}),
            self.problems,
            {**self.origins, **{question.id: "database" for question in added}},
            _sorted({id: questions[id] for id in resting}),
            self.edited | ({question.id for question in added} | resting) & self.origins.keys(),
        )


def _sorted(questions: Mapping[str, Question]) -> Mapping[str, Question]:
    return MappingProxyType(dict(sorted(questions.items())))


def suggest(name: str) -> list[str]:
    """Up to three topics whose names look like `name`, the likeliest first."""
    from rapidfuzz import fuzz, process

    found = process.extract(key_of(name), list(topic_names()), scorer=fuzz.WRatio, score_cutoff=60, limit=12)
    return list(dict.fromkeys(topic_names()[near] for near, *_ in found))[:3]


def load_bank(folders: Sequence[Path] = (), *, cache: Path | None = None) -> Bank:
    """The packaged questions and those in `folders`, later folders going before earlier ones.

    A file that cannot be read becomes a problem and leaves the others alone. `cache` is the folder in which what was
    read is remembered; the person's cache folder unless told.
    """
    return bank_of((PACKAGED, *folders), cache=cache)


def bank_of(folders: Sequence[Path], *, cache: Path | None = None) -> Bank:
    """The bank of these folders or files alone, without the packaged questions."""
    name = hashlib.sha256("\n".join(map(str, folders)).encode()).hexdigest()[:8]
    known = Known((cache or default_folder()) / f"bank-{name}.json")
    bank = Bank({})
    for folder in folders:
        bank = _over(bank, _Folder.read(folder, known))
    known.keep()
    return bank


def _over(bank: Bank, folder: _Folder) -> Bank:
    return Bank(
        _sorted({**bank.questions, **folder.questions}),
        (*bank.problems, *folder.problems),
        {**bank.origins, **folder.origins},
        {},
        bank.edited | (folder.questions.keys() & bank.questions.keys()),
    )


@dataclass(slots=True)
class _Folder:
    """What one folder holds; of two files with the same id the first stays."""

    questions: dict[str, Question] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path, known: Known) -> _Folder:
        read = cls()
        if not folder.exists():
            read.problems.append(Problem(str(folder), sentence("there is no such folder; correct it, or make it.")))
        for path in _files(folder):
            try:
                read.add(_question(path, known), path)
            except FormatError as error:
                read.problems.extend(error.problems)
        return read

    def add(self, question: Question, path: Path) -> None:
        if question.id in self.questions:
            message = sentence(
                "the id {id!r} is taken by {name}; give this question its own.",
                id=question.id,
                name=self.origins[question.id],
            )
            self.problems.append(Problem(str(path), message, "id"))
            return
        self.questions[question.id] = question
        self.origins[question.id] = str(path)


def is_task(path: Path) -> bool:
    """Whether a file is the `task.yaml` of a hands-on task, which is no question file."""
    return path.name == TASK and (path.parent / "tests.py").is_file()


def _files(folder: Path) -> Iterator[Path]:
    """Files and links to nothing, which are told; pipes and devices would be waited for. Hands-on tasks are left out."""
    if folder.is_file():
        return iter((folder,))
    named = (path for path in folder.rglob("*") if path.suffix in SUFFIXES and not path.name.startswith("."))
    return iter(sorted(path for path in named if (path.is_file() or not path.exists()) and not is_task(path)))


def _question(path: Path, known: Known) -> Question:
    """The question in a file; only one that isn't known yet takes YAML and pydantic, which are slow to load."""
    data = content(path, LARGEST_QUESTION)
    question = known.get(data)
    if question is None:
        from questions.format import decoded, parse

        question = parse(decoded(data, str(path)), str(path))
        known.put(data, question)
    return question
