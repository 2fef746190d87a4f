"""A follow-up in the person's own words: templates with slots, filled only with what stands verbatim in their answer.

`{quote}` is a quote that proves a verdict, `{number}` a figure with its unit out of such a quote, each of the point that the
follow-up is aimed at or, as in `{number:metric}`, of a named one; `{name}` is a proper name anywhere in the answer. What
cannot be filled is not guessed: the question is asked as it was authored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from grader.grade import PointVerdict, Verdict
from interview.marks import effective
from interview.model import Interview, Turn
from questions.model import task
from questions.quantities import quantities
from questions.slots import SLOT

QUOTE_AT_MOST, QUOTE_AT_LEAST = 40, 4  # characters
NAME_AT_LEAST, NAME_AT_MOST = 3, 30
PROVES = (Verdict.COVERED, Verdict.PARTIAL)
METHODS = frozenset(
    "BERT CNN LSTM RNN GRPO PPO DPO SFT OCR RAG RLHF LDA SVM GBDT MoE ASR CRF GNN GAN VAE MCP FSDP CLIP SAM".split()
)  # names all in capitals; others may be a department, a job or a unit

_PIECE = re.compile(
    r"[^,.;:!?，。；：！？、\n\r\t\"“”「」‘’()（）\[\]{}<>`*_|\\]+(?:[.,](?=\d)[^,.;:!?，。；：！？、\n\r\t\"“”「」‘’()（）\[\]{}<>`*_|\\]+)*"
)
_NAME = re.compile(r"(?<![\w.@/-])[A-Za-z][A-Za-z0-9]*(?:[-.+][A-Za-z0-9]+)*(?![\w@/])")
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?")


def wording(interview: Interview, turn: Turn) -> str:
    """The text of the question or follow-up as it is put: in the person's own words where its slots can be filled."""
    question = interview.items[turn.item].question
    plain = task(question, turn.probe).question.get(interview.language)
    if turn.probe is None or turn.aims_at is None:
        return plain
    template = getattr(question.probe(turn.probe).quoting, interview.language)
    told = interview.turns_of(turn.item)[0]
    return (filled(template, told, turn.aims_at) or plain) if template and told.number < turn.number else plain


def filled(template: str, told: Turn, aims_at: str) -> str:
    """The template with every slot filled from the answer to the question itself; "" when one cannot be."""
    grade = effective(told)
    verdicts = {verdict.id: verdict for verdict in grade.verdicts if verdict.verdict in PROVES} if grade else {}
    values = {
        slot[0]: _value(slot[1], verdicts.get(slot[2] or aims_at), told.answer) for slot in SLOT.finditer(template)
    }
    return SLOT.sub(lambda slot: values[slot[0]], template) if all(values.values()) else ""


def _value(slot: str, proven: PointVerdict | None, answer: str) -> str:
    passage = proven.quote if proven is not None and proven.quote in answer else ""
    sources: dict[str, Callable[[], Iterator[str]]] = {
        "quote": lambda: quotes(passage),
        "number": lambda: figures(passage),
        "name": lambda: names(answer),
    }
    return next((found for found in sources[slot]() if found in answer), "")


def quotes(passage: str) -> Iterator[str]:
    """Whole clauses of a passage that are short enough to be quoted, the longest first; never a part of one."""
    clauses = (clause.strip() for clause in _PIECE.findall(passage))
    fit = [clause for clause in clauses if QUOTE_AT_LEAST <= len(clause) <= QUOTE_AT_MOST]
    yield from sorted(dict.fromkeys(fit), key=len, reverse=True)


def figures(passage: str) -> Iterator[str]:
    """Numbers with a unit as they stand in a passage; no year, no size of a model (1.2B), and no part of a name."""
    for found in quantities(passage):
        text = passage[found.start : found.end]
        joined = re.search(r"[\w.\-/]$", passage[: found.start], re.ASCII) or re.match(
            r"[\w\-/]", passage[found.end :], re.ASCII
        )
        sized = any(not unit.dimension for unit in found.units)
        if not (sized or joined or _YEAR.fullmatch(text)) and any(map(str.isdigit, text)):
            yield text.strip()


def names(text: str) -> Iterator[str]:
    """Proper names of models, methods and products as their writing shows them (vLLM, BM25, bge-m3), in their order."""
    for found in _NAME.finditer(text):
        name = found[0]
        if NAME_AT_LEAST <= len(name) <= NAME_AT_MOST and _is_name(name):
            yield name


def _is_name(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    mixed = any(c.isupper() for c in name[1:]) and any(c.islower() for c in name)
    numbered = len(letters) >= 2 and any(c.isdigit() for c in name) and bool(re.search(r"[A-Z]|-", name))
    plural = name[:-1].isupper() and name.endswith("s")  # PDFs, GPUs
    return name in METHODS or ((mixed or numbered) and not plural)
