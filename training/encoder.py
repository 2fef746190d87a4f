"""The contradiction model in torch: lower layers that read one text, upper layers that read two together.

The lower ones stay as they are in the base and run once per text; only the upper ones are trained, and run once per pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

Weights = Mapping[str, NDArray[Any]]


class Layer(nn.Module):
    """One layer of BERT. States are [texts, places, width]; mask is added to the attention's logits."""

    def __init__(self, width: int, inner: int, heads: int, epsilon: float, drop: float) -> None:
        super().__init__()
        self.heads, self.drop = heads, drop
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.fi, self.fo = nn.Linear(width, inner), nn.Linear(inner, width)
        self.aln, self.oln = nn.LayerNorm(width, epsilon), nn.LayerNorm(width, epsilon)
        self.dropout = nn.Dropout(drop)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        texts, places, width = states.shape
        q, k, v = (
            part(states).view(texts, places, self.heads, width // self.heads).transpose(1, 2)
            for part in (self.q, self.k, self.v)
        )
        drop = self.drop if self.training else 0.0
        seen = scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=drop)
        states = self.aln(states + self.dropout(self.ao(seen.transpose(1, 2).reshape(texts, places, width))))
        return self.oln(states + self.dropout(self.fo(gelu(self.fi(states)))))

    def load(self, weights: Weights, number: int) -> None:
        """Takes over the weights of a layer of the base."""
        for name in ("q", "k", "v", "ao", "aln", "fi", "fo", "oln"):
            _put(getattr(self, name), weights, f"l{number}.{name}")


def _put(part: Any, weights: Weights, name: str) -> None:
    part.weight.data, part.bias.data = torch.tensor(weights[f"{name}.w"]), torch.tensor(weights[f"{name}.b"])


def _layers(weights: Weights, numbers: range, heads: int, epsilon: float, drop: float) -> nn.ModuleList:
    width, inner = weights["emb.word"].shape[1], weights["l0.fi.w"].shape[0]
    made = nn.ModuleList(Layer(width, inner, heads, epsilon, drop) for _ in numbers)
    for layer, number in zip(made, numbers, strict=True):
        layer.load(weights, number)  # type: ignore[operator]  # a ModuleList says Module; these are Layers
    return made


def _added(mask: Tensor) -> Tensor:
    return (1.0 - mask[:, None, None, :].float()) * -1e4


class TextReader(nn.Module):
    """(ids, mask), int64 [texts, places], to states [texts, places, width]."""

    def __init__(self, weights: Weights, layers: int, heads: int, epsilon: float) -> None:
        super().__init__()
        self.word: nn.Module = nn.Embedding.from_pretrained(torch.tensor(weights["emb.word"]))
        self.place = nn.Parameter(torch.tensor(weights["emb.pos"] + weights["emb.type"][0]), requires_grad=False)
        self.norm = nn.LayerNorm(weights["emb.word"].shape[1], epsilon)
        _put(self.norm, weights, "emb.ln")
        self.layers = _layers(weights, range(layers), heads, epsilon, 0.0)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states = self.norm(self.word(ids) + self.place[: ids.shape[1]])
        for layer in self.layers:
            states = layer(states, _added(mask))
        return states


class PairReader(nn.Module):
    """(states, mask) of references and of sentences to logits [pairs, labels]."""

    def __init__(self, weights: Weights, numbers: range, heads: int, epsilon: float, labels: int, drop: float) -> None:
        super().__init__()
        width = weights["emb.word"].shape[1]
        self.kinds = nn.Parameter(torch.zeros(2, width))
        self.layers = _layers(weights, numbers, heads, epsilon, drop)
        self.dropout = nn.Dropout(drop)
        self.pool, self.head = nn.Linear(2 * width, width), nn.Linear(width, labels)

    def forward(self, one: Tensor, one_mask: Tensor, other: Tensor, other_mask: Tensor) -> Tensor:
        states = torch.cat([one + self.kinds[0], other + self.kinds[1]], dim=1)
        added = _added(torch.cat([one_mask, other_mask], dim=1))
        for layer in self.layers:
            states = layer(states, added)
        places = one.shape[1]
        means = [_mean(states[:, :places], one_mask), _mean(states[:, places:], other_mask)]
        pooled = torch.tanh(self.pool(self.dropout(torch.cat(means, dim=1))))
        return self.head(self.dropout(pooled))


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    weights = mask[:, :, None].to(states.dtype)
    return (states * weights).sum(1) / weights.sum(1)


class RoundedEmbedding(nn.Module):
    """Word embeddings in 8 bits with a scale per piece, for the stored model."""

    def __init__(self, whole: nn.Embedding) -> None:
        super().__init__()
        scale = whole.weight.data.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rounded", (whole.weight.data / scale).round().to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        return self.rounded[ids].float() * self.scale[ids]  # type: ignore[index, operator, no-any-return]  # buffers are tensors, torch says Tensor or Module
