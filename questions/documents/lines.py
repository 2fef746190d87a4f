"""A document as lines of text that know where they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text and where it stands: its number from 1, on a page (0 where there are no pages).

    In HTML it is the line of the source, in a .docx the paragraph, in a deck of cards the note.
    """

    text: str
    number: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class TextDocument:
    """What a file says. `encoding` names how the text was encoded, or the format it was taken out of."""

    name: str
    encoding: str
    lines: tuple[TextLine, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)
