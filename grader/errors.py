"""Why an answer could not be graded."""

from __future__ import annotations


class GradingError(Exception):
    """An answer has no grade; the text is one finished sentence for whoever runs the program."""


class Unavailable(GradingError):
    """For now: the judge is down, busy, late, or its replies cannot be used. The answer waits and is tried again.

    retry_after: seconds the judge asked to be left alone, None when it said nothing.
    """

    def __init__(self, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class Unusable(GradingError):
    """Until somebody changes the set-up: wrong key, wrong model, wrong address, or a request the judge refuses."""
