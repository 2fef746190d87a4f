"""Which sentences of an answer may contradict its key points: a small bilingual cross-encoder, on onnxruntime.

`python -m training.contradiction` made the model; docs/contradiction.md says from what, and how far it can be trusted. It never
gives a verdict: it names points whose claim should be looked at.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.features import PreparedAnswer, PreparedPoint, recall
from questions.model import Language
from questions.text import is_han, normalise, phrases, words

Matrix = NDArray[np.float64]

CONTRADICTED, NEUTRAL, COVERED = range(3)
FOLDER = Path(__file__).parent / "contradiction_model"
TEXTS, PAIRS, TOKENIZER, USES = "texts.onnx", "pairs.onnx", "tokenizer.json", "uses.json"
BEGIN, PAD, END = range(3)  # ids of <s>, <pad> and </s>
PIECES = 48  # of one text at most
AT_ONCE = 16  # texts, or pairs, in one run
SHORT = 10.0  # words below which a clause is read together with the next one
PASSAGES_AT_MOST, POINTS_AT_MOST = 12, 2  # of one answer; that a passage is read against
LEAST = 0.02  # probability added before a logarithm
SHARE_TO_NAME = 0.5  # of the estimate's fall, below which no point is named

log = logging.getLogger(__name__)


def plain(text: str) -> str:
    """A sentence without its final stop, which some write and some don't, and without half characters (lone surrogates)."""
    return text.encode("utf-8", "replace").decode().strip().rstrip("。.；;，,！! ")


class ContradictionModel:
    """The stored model: lower layers run once per text, upper ones per pair. Loading takes most of a second; one thread."""

    def __init__(self, folder: Path = FOLDER) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._texts, self._pairs = (
            onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
            for name in (TEXTS, PAIRS)
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        uses = json.loads((folder / USES).read_text(encoding="utf-8")) if (folder / USES).is_file() else {}
        self.uses: Mapping[str, Use] = {language: Use(**use) for language, use in uses.items()}

    def shares(self, pairs: Sequence[tuple[str, str]]) -> Matrix:
        """Per pair of a reference and a sentence the probabilities of contradicted, neutral and covered."""
        states = self._states(list(dict.fromkeys(plain(text) for pair in pairs for text in pair)))
        told = [(states[plain(one)], states[plain(other)]) for one, other in pairs]
        found = np.zeros((len(pairs), 3))
        order = sorted(range(len(told)), key=lambda n: len(told[n][0]) + len(told[n][1]))
        for start in range(0, len(order), AT_ONCE):
            batch = order[start : start + AT_ONCE]
            one, one_mask = _stacked([told[n][0] for n in batch])
            other, other_mask = _stacked([told[n][1] for n in batch])
            fed = {"one": one, "one_mask": one_mask, "other": other, "other_mask": other_mask}
            (logits,) = self._pairs.run(None, fed)
            raised = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
            found[batch] = raised / raised.sum(axis=1, keepdims=True)
        return found

    def _states(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        encoded = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        rows = [[BEGIN, *told.ids[:PIECES], END] for told in encoded]
        found: dict[str, NDArray[np.float32]] = {}
        order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
        for start in range(0, len(order), AT_ONCE):
            batch = order[start : start + AT_ONCE]
            ids, mask = _stacked([np.array(rows[n]) for n in batch])
            (states,) = self._texts.run(None, {"ids": ids, "mask": mask})
            found |= {texts[n]: states[place, : len(rows[n])] for place, n in enumerate(batch)}
        return found


def _stacked(rows: Sequence[NDArray[Any]]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Rows of different length as one array, padded, and its mask."""
    longest = max(map(len, rows))
    stacked = np.full((len(rows), longest, *rows[0].shape[1:]), PAD if rows[0].ndim == 1 else 0, rows[0].dtype)
    mask = np.zeros((len(rows), longest), np.int64)
    for n, row in enumerate(rows):
        stacked[n, : len(row)], mask[n, : len(row)] = row, 1
    return stacked, mask


@dataclass(frozen=True, slots=True)
class Opposed:
    """What may be wrong with one answer.

    share: by which (0–1) its estimate falls. clauses: by the number of a key point the passage that may contradict it.
    """

    share: float = 0.0
    clauses: Mapping[int, str] = field(default_factory=dict)


NOTHING = Opposed()


@dataclass(frozen=True, slots=True)
class Use:
    """How the model is used in a language: the score at which an estimate halves, and the slope.

    named_from: contradicted minus covered from which a point is suspected, its passage shown; None where it names nothing.
    """

    centre: float
    slope: float
    named_from: float | None = None


def opposed(
    model: ContradictionModel, answer: PreparedAnswer, points: Sequence[PreparedPoint], language: Language
) -> Opposed:
    """What the model finds in an answer in one language; nothing in a language it is not used in."""
    use = model.uses.get(language)
    passages = passages_of(answer)
    if use is None or not passages or not points:
        return NOTHING
    try:
        return found_in(evidence(model, passages, points), passages, use)
    except (
        Exception
    ) as failed:  # whatever a tokenizer or onnxruntime raises over a text: it costs precision, never the estimate
        log.warning("contradictions are not looked for in this answer (%s)", _first_line(failed))
        return NOTHING


def found_in(found: Matrix, passages: Sequence[str], use: Use) -> Opposed:
    """What probabilities [passages, points, labels] come to."""
    share = 1 / (1 + math.exp(-use.slope * (score(found) - use.centre)))
    if use.named_from is None or share < SHARE_TO_NAME:
        return Opposed(share)
    against = np.nan_to_num(found[:, :, CONTRADICTED] - found[:, :, COVERED], nan=-1.0)
    worst = against.argmax(axis=0)
    named = [n for n, place in enumerate(worst) if against[place, n] >= use.named_from]
    return Opposed(share, {n: passages[worst[n]] for n in named})


def passages_of(answer: PreparedAnswer) -> list[str]:
    """Its clauses, short ones with their neighbours, verbatim and at most `PASSAGES_AT_MOST`."""
    found: list[str] = []
    start = end = 0
    for clause in answer.clauses:
        at = answer.text.find(clause, end)
        if not found or end == 0 or _size(answer.text[start:end]) >= SHORT or "\n" in answer.text[end:at]:
            start = at
            found.append("")
        end = at + len(clause)
        found[-1] = answer.text[start:end]
    return found[:PASSAGES_AT_MOST]


def _size(text: str) -> float:
    """Length in words; a Han character is half of one."""
    return sum(len(word) / 2 if is_han(word) else 1.0 for word in words(normalise(text)))


def evidence(model: ContradictionModel, passages: Sequence[str], points: Sequence[PreparedPoint]) -> Matrix:
    """Probabilities [passages, points, labels] of each passage against the points it shares most words with; else NaN."""
    told = [phrases(normalise(passage)) for passage in passages]
    near = np.array([[recall(point.phrases, words) for point in points] for words in told])
    chosen = [(a, int(b)) for a, row in enumerate(near) for b in np.argsort(-row, kind="stable")[:POINTS_AT_MOST]]
    found = np.full((len(passages), len(points), 3), np.nan)
    shares = model.shares([(points[b].text, passages[a]) for a, b in chosen])
    for (a, b), share in zip(chosen, shares, strict=True):
        found[a, b] = share
    return found


def score(found: Matrix) -> float:
    """How much an answer rather contradicts its points than covers them: the mean log ratio of the two, −4 to 4."""
    ratios = np.log(found[:, :, CONTRADICTED] + LEAST) - np.log(found[:, :, COVERED] + LEAST)
    return float(np.nanmean(ratios))


@cache
def stored() -> ContradictionModel | None:
    """The packaged model; None, with one warning in the log, where it cannot be loaded."""
    try:
        return ContradictionModel()
    except Exception as missing:  # a missing library or file, or whatever onnxruntime raises for a damaged one
        log.warning("contradictions are not looked for (%s)", _first_line(missing))
        return None


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:160]
