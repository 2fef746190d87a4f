"""Documented judge models and what their memory depends on.

Sizes are those of the published configurations. Quality as a judge is not implied: it is measured by `interviewer evaluate`.
"""

from __future__ import annotations

from dataclasses import dataclass

GB = 1e9


@dataclass(frozen=True, slots=True)
class Model:
    """Memory parameters of a model.

    parameters: in billions. bits: per weight as published. layers, kv_heads, head_dim: of the attention, for the KV cache.
    thinks: its chat template can open a reasoning block, so that vLLM needs a reasoning parser.
    """

    id: str
    parameters: float
    bits: int
    layers: int
    kv_heads: int
    head_dim: int
    thinks: bool = True

    @property
    def weights_gb(self) -> float:
        """Weights in GB (10⁹ bytes); 10 % more for quantised checkpoints, whose embeddings and scales are wider."""
        exact = self.parameters * self.bits / 8
        return exact if self.bits >= 16 else exact * 1.1

    def kv_bytes_per_token(self, bits: int = 16) -> int:
        """Bytes of KV cache per token: 2 (K and V) · layers · KV heads · head size · bits/8."""
        return 2 * self.layers * self.kv_heads * self.head_dim * bits // 8


MODELS: tuple[Model, ...] = (
    Model("Qwen/Qwen3-4B-Instruct-2507", 4.0, 16, 36, 8, 128, thinks=False),
    Model("Qwen/Qwen3-8B-AWQ", 8.2, 4, 36, 8, 128),
    Model("Qwen/Qwen3-8B-FP8", 8.2, 8, 36, 8, 128),
    Model("Qwen/Qwen3-8B", 8.2, 16, 36, 8, 128),
    Model("Qwen/Qwen3-14B-AWQ", 14.8, 4, 40, 8, 128),
    Model("Qwen/Qwen3-14B-FP8", 14.8, 8, 40, 8, 128),
    Model("Qwen/Qwen3-30B-A3B-Instruct-2507-FP8", 30.5, 8, 48, 4, 128, thinks=False),
    Model("Qwen/Qwen3-32B-AWQ", 32.8, 4, 64, 8, 128),
    Model("Qwen/Qwen3-32B", 32.8, 16, 64, 8, 128),
)


def named(id: str) -> Model | None:
    """The documented model with this id, ignoring case; None for any other."""
    return next((model for model in MODELS if model.id.casefold() == id.casefold()), None)
