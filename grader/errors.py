"""Errors of grading: an answer that could not be graded, now or at all."""

from __future__ import annotations

from questions.errors import InterviewerError


class GradingError(InterviewerError):
    """An answer has no grade; the message is one finished sentence for whoever runs the program."""


class JudgeUnavailable(GradingError):
    """Temporary: the judge is down, busy, late, or its replies cannot be used; to be retried.

    retry_after: seconds of the judge's Retry-After header, None without one.
    """

    def __init__(self, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class Unusable(GradingError):
    """Permanent until the configuration changes: wrong key, model or address, or a request that the judge refuses."""
