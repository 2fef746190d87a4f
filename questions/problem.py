"""Faults of question files, worded for the person who wrote them: place, fault, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from questions.errors import InterviewerError, as_plain, from_plain


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
        return ": ".join(part for part in (self.stands, self.place, self.message) if part)

    @property
    def stands(self) -> str:
        """The file or question with its line."""
        return f"{self.where}:{self.line}" if self.line else self.where

    def as_plain(self) -> list[Any]:
        """Plain data, for another process."""
        return [self.where, as_plain(self.message), self.place, self.line, str(self.severity)]

    @classmethod
    def from_plain(cls, data: list[Any]) -> Problem:
        """The problem of `as_plain`."""
        where, message, place, line, severity = data
        return cls(str(where), from_plain(message), str(place), line, Severity(severity))


class FormatError(InterviewerError):
    """A text that is no question; `problems` says why, one finished line each."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))
