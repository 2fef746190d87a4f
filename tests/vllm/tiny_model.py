"""A tiny causal language model with random weights, made from nothing: `python -m tests.vllm.tiny_model FOLDER`.

A Qwen3 of two layers with a byte-level tokenizer trained on a few lines and a ChatML template that knows `enable_thinking`; needs
torch, transformers and tokenizers. What it writes is noise, so it shows what the server and the schema do, not the model.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import GenerationConfig, PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

VOCABULARY, LONGEST = 768, 32768
MARKS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
THINKING = ["<think>", "</think>"]
LINES = (
    "你是面试的评审。请逐点给出判定和原文依据，只返回一个 JSON 对象。",
    "回答说到了显存随长度增长，但没有提到带宽。",
    "You examine one answer of an interview and give a verdict on each key point, with a quote.",
    '{"points":[{"id":"p1","quote":"memory grows","why":"said","verdict":"covered"}],"errors":[],"feedback":"Good."}',
    "true false null 0 1 2 3 4 5 6 7 8 9 10",
)
TEMPLATE = (
    "{%- for message in messages %}{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}"
    "{%- if enable_thinking is defined and enable_thinking is false %}"
    "{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}{%- endif %}"
)


def _texts() -> Iterator[str]:
    for _ in range(30):
        yield from LINES


def tokenizer() -> PreTrainedTokenizerFast:
    made = Tokenizer(models.BPE(unk_token=None))
    made.normalizer = normalizers.NFC()
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.post_processor = processors.ByteLevel(trim_offsets=False)
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - len(MARKS) - len(THINKING),
        special_tokens=[],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(_texts(), trainer)
    made.add_special_tokens([AddedToken(mark, special=True, normalized=False) for mark in MARKS])
    made.add_tokens([AddedToken(mark, special=False, normalized=False) for mark in THINKING])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=made, eos_token="<|im_end|>", pad_token="<|endoftext|>", model_max_length=LONGEST
    )
    fast.chat_template = TEMPLATE
    return fast


def make(folder: Path) -> None:
    """Writes the model into `folder`; the same bytes every time."""
    torch.manual_seed(0)
    folder.mkdir(parents=True, exist_ok=True)
    words = tokenizer()
    end, start = words.convert_tokens_to_ids("<|im_end|>"), words.convert_tokens_to_ids("<|endoftext|>")
    shape = Qwen3Config(
        vocab_size=(len(words) + 63) // 64 * 64,
        hidden_size=64,
        intermediate_size=256,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=32,
        max_position_embeddings=LONGEST,
        tie_word_embeddings=True,
        bos_token_id=start,
        eos_token_id=end,
        pad_token_id=start,
    )
    model = Qwen3ForCausalLM(shape).to(torch.bfloat16).eval()
    model.generation_config = GenerationConfig(bos_token_id=start, pad_token_id=start, eos_token_id=[end, start])
    model.save_pretrained(folder, safe_serialization=True)
    words.save_pretrained(folder)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
