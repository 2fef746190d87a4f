"""The packaged hands-on tasks: right code passes, wrong code dies by the point it betrays, and the names are the agreed ones."""

from __future__ import annotations

import pytest

from questions.handson.check import check, tried
from questions.handson.examples import signatures
from questions.handson.here import execute
from questions.handson.load import find, load_all
from questions.handson.model import HandsOn
from questions.handson.verdicts import Standing

TASKS = {task.id: task for task in load_all()}
SIGNATURES = {
    "hand-retrieval": {"top_k": "query, docs, k"},
    "hand-rrf": {"rrf": "rankings, k=60, top=None"},
    "hand-chunking": {"chunk": "tokens, size, overlap"},
    "hand-pass-at-k": {"pass_at_k": "counts, k"},
    "hand-int8": {"quantize": "w, group", "dequantize": "q, scale"},
    "hand-perplexity": {"windows": "n, size, stride", "perplexity": "logps, parts"},
    "hand-bm25": {"bm25": "query, docs, k1=1.5, b=0.75"},
    "hand-ndcg": {"ndcg": "relevance, scores, k=None"},
    "hand-rouge-l": {"rouge_l": "candidate, references"},
    "hand-minhash": {"minhash": "items, a, b", "similarity": "one, other", "candidates": "signatures, bands"},
    "hand-react": {"react": "question, replies, tools, steps=5"},
    "hand-paged-kv": {
        "BlockManager": "",
        "BlockManager.__init__": "self, blocks, size",
        "BlockManager.append": "self, seq, n",
        "BlockManager.fork": "self, seq, new",
        "BlockManager.free": "self, seq",
        "BlockManager.slots": "self, seq, positions",
        "BlockManager.__len__": "self",
    },
    "hand-json-decoding": {"allowed": "text, vocab, limit", "decode": "vocab, scores, limit"},
    "hand-reward-loss": {"reward_loss": "chosen, rejected, margin=0.0"},
    "hand-infonce": {"info_nce": "a, b, temperature=0.07"},
    "hand-dpo": {"dpo_loss": "logp, ref_logp, mask, beta=0.1, smoothing=0.0"},
    "hand-kl": {"kl_estimates": "logp, ref_logp, mask"},
    "hand-gae": {"gae": "rewards, values, next_values, terminated, truncated, gamma=0.99, lam=0.95"},
    "hand-softmax": {"softmax": "x, axis=-1"},
    "hand-layernorm": {"layer_norm": "x, gamma, beta, eps=1e-05"},
    "hand-rmsnorm": {"rms_norm": "x, gamma, eps=1e-06"},
    "hand-attention": {"attention": "q, k, v, causal=False"},
    "hand-mha": {"multi_head_attention": "x, wq, wk, wv, wo, heads, kv_heads=None, causal=True"},
    "hand-rope": {"apply_rope": "x, positions, base=10000.0"},
    "hand-kv-cache": {"KVCache": "", "KVCache.append": "self, k, v", "KVCache.__len__": "self"},
    "hand-topp": {"top_p_filter": "probs, p"},
    "hand-sampling": {"sampling_probs": "logits, temperature=1.0, top_k=None", "draw": "probs, u"},
    "hand-beam-search": {"beam_search": "start, step, eos, beams, max_len, alpha=0.0"},
    "hand-speculative": {"verify": "draft, q, p, accept, draw"},
    "hand-sliding-window": {
        "window_mask": "queries, keys, window, sinks=0",
        "window_attention": "q, k, v, window, sinks=0",
    },
    "hand-online-softmax": {"attend": "q, k, v", "merge": "one, other", "finish": "state"},
    "hand-sinusoidal": {"sinusoidal": "positions, dim, base=10000.0"},
    "hand-alibi": {"alibi_slopes": "heads", "add_alibi": "scores"},
    "hand-swiglu": {"swiglu": "x, w_gate, w_up, w_down"},
    "hand-softmax-grad": {"cross_entropy_grad": "logits, targets, ignore=-100"},
    "hand-adamw": {"adamw_step": "w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-08, decay=0.01"},
    "hand-cosine-schedule": {"learning_rate": "steps, total, warmup, peak, floor=0.0"},
    "hand-grad-accumulation": {
        "GradAccumulator": "",
        "GradAccumulator.__init__": "self, every",
        "GradAccumulator.add": "self, grad, tokens",
        "GradAccumulator.flush": "self",
    },
    "hand-grad-clip": {"global_norm": "grads", "clip_by_norm": "grads, max_norm"},
    "hand-moe-routing": {"route": "logits, k, capacity, mask=None", "balance_loss": "logits, k, mask=None"},
    "hand-bpe": {"train_bpe": "text, merges", "encode_bpe": "text, merges"},
    "hand-lora": {"lora_forward": "x, w, a, b, alpha"},
    "hand-cross-entropy": {"cross_entropy": "logits, targets, ignore_index=-100"},
    "hand-grpo": {"grpo_loss": "logp, old_logp, rewards, mask, clip=0.2"},
}
each = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS.keys())


@each
def test_a_packaged_task_is_in_order(task: HandsOn) -> None:
    assert "\n".join(map(str, check(task, execute))) == ""


@each
def test_a_mistake_costs_its_own_point_and_not_all_of_them(task: HandsOn) -> None:
    for mutant in task.mutants:
        points = tried(task, mutant.code, execute).points
        assert any(point.standing is Standing.PASSED for point in points), mutant.name


@each
@pytest.mark.parametrize(
    "body", ["return 0.0", "return args[0]", "return args[0] * 0", "return args[0] * 0 + 1", "return args[-1]"]
)
def test_code_that_does_nothing_earns_nothing_that_counts(task: HandsOn, body: str) -> None:
    named = SIGNATURES[task.id]
    classes = {name.partition(".")[0] for name in named if "." in name}
    functions = [name for name in named if "." not in name and name not in classes]
    code = "\n".join(f"def {name}(*args, **kwargs):\n    {body}" for name in functions)
    for point in tried(task, code, execute).points:
        assert point.standing is not Standing.PASSED or task.question.key_point(point.point).weight == 1, point


@each
def test_what_stands_in_the_text_is_what_the_code_defines(task: HandsOn) -> None:
    assert signatures(f"```{task.starter}```") == SIGNATURES[task.id]


def test_every_agreed_task_is_there() -> None:
    assert SIGNATURES.keys() <= TASKS.keys()


def test_a_task_is_found_by_its_id() -> None:
    found = find("hand-softmax")
    assert found is not None
    assert found.question == TASKS["hand-softmax"].question
    assert find("hand-nothing") is None
