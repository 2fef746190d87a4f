"""Faults of question files, worded for the person who wrote them: place, fault, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from questions.errors import InterviewerError


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it is (a file or a question), the place inside it, and what to do about it."""

    where: str
    message: str
    place: str = ""
    line: int | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.where}:{self.line}" if self.line else self.where
        return ": ".join(part for part in (where, self.place, self.message) if part)


class FormatError(InterviewerError):
    """A text that is no question; `problems` says why, one finished line each."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))
