"""Judges that people have: names for their addresses, as `interviewer setup` takes them. `docs/judges.md` says more of each."""

from __future__ import annotations

from collections.abc import Mapping

JUDGES: Mapping[str, str] = {
    "ollama": "http://127.0.0.1:11434/v1",
    "llama.cpp": "http://127.0.0.1:8080/v1",
    "vllm": "http://127.0.0.1:8000/v1",
    "deepseek": "https://api.deepseek.com/v1",
    "qwen": "https://dashscope.aliyuncs.com/compatible-mode/v1",
    "openai": "https://api.openai.com/v1",
    "openrouter": "https://openrouter.ai/api/v1",
}
TOKENS_PER_ANSWER = (
    5000  # read and written, of a long question in Chinese with one repetition; `judge check` counts yours
)


def address_of(said: str) -> str:
    """The address that a name stands for; anything else as it is."""
    return JUDGES.get(said.strip().lower(), said)


def worst_day(tokens_per_day: int, answers_per_person: int) -> tuple[int, bool]:
    """Tokens that a judge may read and write in a day, and whether that is for everybody together or for each person."""
    return (tokens_per_day, True) if tokens_per_day else (answers_per_person * TOKENS_PER_ANSWER, False)
