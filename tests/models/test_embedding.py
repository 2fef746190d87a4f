"""Embedders of every kind, and what is said when one cannot be had."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from grader.embedding import NONE, PACKAGED, PACKAGED_NAME, NoEmbedderError, load, load_embedder
from testing.needs import needs

SENTENCES = ["The cache stores keys and values.", "short", "It depends.", "Bread is baked in an oven every morning."]


class Embeddings(BaseHTTPRequestHandler):
    """An embedding server of two dimensions that answers out of order, as the API allows."""

    broken: ClassVar[bool] = False

    def do_GET(self) -> None:
        self._reply({"data": [{"id": "tiny"}]})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        rows = [{"index": n, "embedding": [3.0, float(len(text))]} for n, text in enumerate(asked["input"])]
        self._reply({"data": rows[1:] if self.broken and len(rows) > 1 else rows[::-1]})

    def _reply(self, data: object) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Embeddings) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/v1"
        running.shutdown()
        Embeddings.broken = False


def test_the_packaged_embedder_reads_english_and_not_chinese() -> None:
    embedder = load(PACKAGED, "")
    assert embedder.name == PACKAGED_NAME
    assert embedder.reads("The KV cache stores keys") and not embedder.reads("缓存历史 token 的键和值")
    rows = embedder.encode(SENTENCES)
    assert rows.shape == (4, 384) and np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_a_server_at_home_is_not_looked_for_through_a_proxy(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert load("", server).name == "tiny"


def test_a_server_gives_unit_rows_in_the_order_asked(server: str) -> None:
    embedder = load("", server)
    rows = embedder.encode(["aaaa", ""])
    assert embedder.name == "tiny" and np.allclose(rows, [[0.6, 0.8], [1, 0]])


def test_a_server_that_loses_vectors_is_an_error(server: str) -> None:
    embedder = load("named", server)
    Embeddings.broken = True
    with pytest.raises(NoEmbedderError, match="1 vectors for 2 texts"):
        embedder.encode(["a", "b"])


@pytest.mark.parametrize(
    ("model", "url", "said"),
    [
        ("/no/such/folder", "", "there is no folder"),
        ("somebody/some-model-nobody-has", "", "not in the local cache"),
        (PACKAGED, "http://127.0.0.1:9/v1", "EMBEDDING_URL"),
    ],
)
def test_what_cannot_be_had_is_one_line_and_no_exception(
    model: str, url: str, said: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with caplog.at_level(logging.WARNING):
        assert load_embedder(model, url) is None
    (line,) = [record.getMessage() for record in caplog.records if record.name == "grader.embedding"]
    assert said in line and "\n" not in line


def test_a_folder_that_holds_no_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoEmbedderError, match="cannot be loaded"):
        load(str(tmp_path), "")
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(NoEmbedderError, match="cannot be loaded"):
        load(str(tmp_path), "")


def test_none_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    assert load_embedder(NONE) is None and not caplog.records


def test_words_alone_import_neither_torch_nor_sentence_transformers() -> None:
    code = (
        "import sys, json; from grader.similarity import estimate; from questions.model import *;"
        "estimate(Task(Text('a','b'), Text('c','d'), (KeyPoint('k', Text('e','f'), 1),)), 'e f', 'en', None);"
        "print(json.dumps([m for m in ('torch', 'sentence_transformers', 'onnxruntime', 'httpx') if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_the_onnx_copy_gives_the_same_vectors_without_torch(tmp_path: Path) -> None:
    if not find_spec("onnx"):
        needs("the package onnx", "it writes the ONNX copy of the embedder")
    subprocess.run([sys.executable, "-m", "grader.embedding", "export", str(tmp_path)], check=True, capture_output=True)
    code = (
        "import sys; import numpy as np; from grader.embedding import load; e = load(sys.argv[1], '');"
        "np.save(sys.argv[2], e.encode(sys.argv[3:])); assert 'torch' not in sys.modules; assert not e.reads('缓存的内容');"
        "print(e.name)"
    )
    rows = tmp_path / "rows.npy"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(rows), *SENTENCES], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == PACKAGED_NAME
    assert np.allclose(np.load(rows), load(PACKAGED, "").encode(SENTENCES), atol=1e-4)
