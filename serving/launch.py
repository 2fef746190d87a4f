"""`vllm serve` commands for a judge, from a GPU's memory and a model's size.

Flags of vLLM 0.32 and 0.33. Seats and KV cache are computed from weights and cache sizes alone, not measured; vLLM's
start-up log is authoritative.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import floor

from questions.errors import InterviewerError
from serving.models import GB, MODELS, Model

UTILISATION = 0.92  # of the GPU's memory that vLLM may take, its own default
RUNTIME_GB = 2.0  # activations, CUDA graphs and the runtime itself; an assumption, not a measurement
CONTEXT = 16_384  # tokens of one request: rules, question, the longest answer that is judged in Chinese, and the reply
TYPICAL = 3000  # tokens of a usual judged answer with its reply, for how many fit at once
QUEUE_PER_SEAT = 4  # requests that may wait per running one, before the server says that it is busy
SEATS_AT_MOST = 256
DRAIN = 60  # seconds in which running requests are finished when the server is told to stop
SERVED_AS = "judge"
STRUCTURED = {
    "backend": "guidance",
    "disable_any_whitespace": True,
}  # the only backend that keeps every bound of the schema


class DoesNotFitError(InterviewerError):
    """The model does not fit into the GPU's memory; the message says by how many GB and what to do."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Equal GPUs of one machine; memory_gb: of each, in GB (10⁹ bytes)."""

    memory_gb: float
    gpus: int = 1


@dataclass(frozen=True, slots=True)
class ServingPlan:
    """A model on a machine. context: tokens per request. seats: concurrent requests. kv_tokens: capacity of the KV cache."""

    model: Model
    machine: Machine
    context: int
    kv_bits: int
    seats: int
    kv_tokens: int


def planned(model: Model, machine: Machine, *, context: int = CONTEXT, kv_bits: int = 16) -> ServingPlan:
    """A model's layers split over all GPUs (tensor parallel); DoesNotFitError when not one request fits."""
    room = machine.gpus * (machine.memory_gb * UTILISATION - RUNTIME_GB) - model.weights_gb
    tokens = floor(room * GB / model.kv_bytes_per_token(kv_bits)) if room > 0 else 0
    if tokens < context:
        lacking = (context * model.kv_bytes_per_token(kv_bits)) / GB - room
        raise DoesNotFitError(
            f"{model.id} with a context of {context} needs about {lacking:.0f} GB more than {machine.gpus} × "
            f"{machine.memory_gb:g} GB give; take a smaller or a quantised model, a shorter --context, or more GPUs."
        )
    return ServingPlan(
        model, machine, context, kv_bits, max(1, min(SEATS_AT_MOST, tokens // min(TYPICAL, context))), tokens
    )


def largest(machine: Machine, *, context: int = CONTEXT) -> ServingPlan:
    """The largest documented model with at least eight seats; DoesNotFitError when there is none."""
    for model in sorted(MODELS, key=lambda m: (-m.parameters, -m.bits)):
        try:
            plan = planned(model, machine, context=context)
        except DoesNotFitError:
            continue
        if plan.seats >= 8:
            return plan
    raise DoesNotFitError(f"None of the documented models fits {machine.gpus} × {machine.memory_gb:g} GB.")


def command(
    plan: ServingPlan, *, path: str = "", host: str = "127.0.0.1", port: int = 8000, dummy: bool = False
) -> list[str]:
    """The `vllm serve` command of a judge, as arguments. The key is read by vLLM from VLLM_API_KEY, not from the command.

    dummy: random weights of the model's shape, for which nothing but its configuration and tokenizer is needed: how fast it
    is can be measured, its verdicts mean nothing.
    """
    parallel = ["--tensor-parallel-size", str(plan.machine.gpus)] if plan.machine.gpus > 1 else []
    cache = ["--kv-cache-dtype", "fp8"] if plan.kv_bits == 8 else []
    return [
        "vllm", "serve", path or plan.model.id,
        "--served-model-name", SERVED_AS,
        *listening(host, port),
        "--max-model-len", str(plan.context),
        "--max-num-seqs", str(plan.seats),
        "--max-num-queued-reqs", str(plan.seats * QUEUE_PER_SEAT),
        "--gpu-memory-utilization", str(UTILISATION),
        *judging(plan.model.thinks),
        *parallel,
        *cache,
        *(["--load-format", "dummy"] if dummy else []),
    ]  # fmt: skip


def listening(host: str, port: int) -> list[str]:
    """Arguments for address and graceful shutdown."""
    return ["--host", host, "--port", str(port), "--disable-fastapi-docs", "--shutdown-timeout", str(DRAIN)]


def judging(thinks: bool) -> list[str]:
    """Arguments every judge needs: vLLM's own sampling defaults, guided JSON without free whitespace, prefix caching.

    A model that can reason does so only on request; one that cannot must not have a reasoning parser, or guided decoding
    would wait for an end of reasoning that never comes.
    """
    thinking = ["--reasoning-parser", "qwen3", "--default-chat-template-kwargs", '{"enable_thinking":false}']
    return [
        "--generation-config", "vllm",
        "--seed", "0",
        "--enable-prefix-caching",
        "--enable-prompt-tokens-details",
        "--structured-outputs-config", json.dumps(STRUCTURED, separators=(",", ":")),
        *(thinking if thinks else []),
    ]  # fmt: skip


def embedding(model: str, *, host: str = "127.0.0.1", port: int = 8001) -> list[str]:
    """The `vllm serve` command of an embedding server for EMBEDDING_URL."""
    return ["vllm", "serve", model, "--runner", "pooling", "--served-model-name", "embedding", *listening(host, port)]
