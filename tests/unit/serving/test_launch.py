"""From memory to command: what fits, what does not, and that the images run what the program prints."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from grader.judge.prompt import JUDGED_AT_MOST, JudgeRequest, messages
from grader.judge.schema import tokens_at_most
from questions.bank import load_bank
from questions.model import LANGUAGES, Language, task
from questions.text import is_han
from serving.capacity import people_served
from serving.launch import CONTEXT, DoesNotFitError, Machine, command, embedding, largest, planned
from serving.models import MODELS, Model, named

ROOT = Path(__file__).parents[3]


def option(words: list[str], name: str) -> str:
    return words[words.index(name) + 1]


def test_kv_cache_per_token_is_that_of_the_published_configuration() -> None:
    """Qwen3-8B: 2 · 36 layers · 8 KV heads · 128 · 2 bytes = 147,456 bytes."""
    model = named("qwen/qwen3-8b")
    assert model is not None
    assert model.kv_bytes_per_token() == 147_456
    assert model.kv_bytes_per_token(8) == 73_728
    assert model.weights_gb == pytest.approx(16.4)


@pytest.mark.parametrize("memory", [12, 16, 24, 48, 80, 141])
def test_the_largest_model_fits_and_serves_several_at_once(memory: int) -> None:
    plan = largest(Machine(memory))
    room = memory * 0.92 - plan.model.weights_gb
    assert plan.kv_tokens * plan.model.kv_bytes_per_token() / 1e9 < room
    assert plan.seats >= 8
    assert plan.kv_tokens >= plan.context


def test_more_memory_never_means_a_smaller_model() -> None:
    sizes = [largest(Machine(memory)).model.parameters for memory in (12, 16, 24, 48, 80)]
    assert sizes == sorted(sizes)


def test_what_does_not_fit_says_by_how_much() -> None:
    model = named("Qwen/Qwen3-32B")
    assert model is not None
    with pytest.raises(DoesNotFitError, match=r"about \d+ GB more"):
        planned(model, Machine(24))
    assert "--tensor-parallel-size" in command(planned(model, Machine(48, gpus=2)))


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.id)
def test_a_model_that_cannot_think_has_no_reasoning_parser(model: Model) -> None:
    words = command(planned(model, Machine(80)))
    assert ("--reasoning-parser" in words) is model.thinks
    assert "--enable-prefix-caching" in words
    assert not any("api-key" in word for word in words), "a key on the command line is seen by everybody on the machine"


def tokens(text: str) -> float:
    """More than any tokenizer of the documented models makes of it: one per Chinese character, one per three others."""
    han = sum(map(is_han, text))
    return han + (len(text) - han) / 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_judged_answer_to_any_question_fits_the_context_with_its_reply(language: Language) -> None:
    longest = "缓存历史的键和值" * (JUDGED_AT_MOST // 8)
    needed = {
        question.id: sum(
            tokens(message["content"]) for message in messages(JudgeRequest(task(question), longest, language))
        )
        + tokens_at_most(len(question.key_points))
        for question in load_bank().questions.values()
    }
    assert max(needed.values()) < CONTEXT, max(needed, key=lambda id: needed[id])


def test_the_compose_file_runs_what_serve_prints() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    run = compose["services"]["judge"]["command"]
    printed = command(largest(Machine(24)), host="0.0.0.0")[2:]
    joined = [printed[0]]
    for word in printed[1:]:
        if word.startswith("--"):
            joined.append(word)
        else:
            joined[-1] += f"={word}"
    assert run == joined


def test_people_served_follows_its_formula() -> None:
    assert people_served(2.0, between=150.0, peak=3.0) == 100


def test_other_servers_listen_on_loopback_unless_told() -> None:
    for words in (embedding("m"), command(largest(Machine(24)))):
        assert option(words, "--host") == "127.0.0.1"


def test_random_weights_of_an_8b_shape_are_served_like_real_ones() -> None:
    model = named("Qwen/Qwen3-8B-FP8")
    assert model is not None
    plan = planned(model, Machine(80))
    real, dummy = command(plan, path="shape"), command(plan, path="shape", dummy=True)
    assert option(dummy, "--load-format") == "dummy"
    assert [word for word in dummy if word not in ("--load-format", "dummy")] == real
    assert dummy[2] == "shape"
    assert "--enable-prefix-caching" in dummy


def test_the_script_for_a_gpu_asks_for_random_weights_and_then_measures_speed_alone() -> None:
    script = (ROOT / "serving/gpu.sh").read_text()
    assert '${FOLDER:+--path "$FOLDER"} ${DUMMY:+--dummy}' in script
    assert script.index("judge bench") < script.index("exit 0") < script.index("judge check --answers")
