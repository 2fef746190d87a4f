"""Every flag the product prints is known to the vLLM that is installed: parsed by vLLM's own parser, nothing is started."""

from __future__ import annotations

import json
import subprocess

import pytest

from serving.launch import Machine, command, embedding, planned
from serving.models import MODELS
from tests.vllm.install import FOLDER
from tests.vllm.server import vllm

PARSES = """
import json, sys
from vllm.entrypoints.launchers.cli_args import make_arg_parser, validate_parsed_serve_args
from vllm.utils.argparse_utils import FlexibleArgumentParser
parser = make_arg_parser(FlexibleArgumentParser())
for words in json.load(sys.stdin):
    arguments = parser.parse_args(words)
    validate_parsed_serve_args(arguments)
"""


@pytest.mark.timeout(300)
def test_vllm_knows_every_flag() -> None:
    vllm()
    printed = [command(planned(model, Machine(80, gpus=2), kv_bits=bits)) for model in MODELS for bits in (16, 8)]
    printed += [embedding("some/model")]
    done = subprocess.run(
        [str(FOLDER / "bin" / "python"), "-c", PARSES],
        input=json.dumps([words[2:] for words in printed]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    with_a_removed_flag = [*embedding("some/model")[2:], "--guided-decoding-backend", "auto"]
    done = subprocess.run(
        [str(FOLDER / "bin" / "python"), "-c", PARSES],
        input=json.dumps([with_a_removed_flag]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0, "the parser must refuse what vLLM has removed"
