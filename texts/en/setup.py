"""Words of `interviewer setup`: English."""

from __future__ import annotations

INTRO = "Just a few questions; Enter keeps a value as it is. You can change everything later in .env."
FROM_BOTFATHER = "Telegram token from @BotFather (empty: terminal only)"
ADMINS = "Your own Telegram number, as administrator (empty: none)"
JUDGE_URL = (
    "Judge: ollama, llama.cpp, vllm (here), deepseek, qwen, openai, openrouter (hosted), or the address of an "
    "OpenAI-compatible server, ending in /v1 (empty: no judge and no marks of its own)"
)
JUDGE_KEY = "Key of the judge (empty: none)"
JUDGE_MODEL = "Model of the judge (empty: the only one that it lists)"
JUDGE_TOKENS = "Tokens that the judge may read and write in a day, for everybody together (empty: no limit)"
ZONE = "Your time zone, for example Asia/Shanghai"


def worst_day(tokens: int, together: bool) -> str:
    who = "for everybody together" if together else "for each person, as INTERVIEWER_JUDGE_TOKENS_PER_DAY is not set"
    return f"Worst day: {tokens:,} tokens {who}; at 1 per million that is {tokens / 1e6:.2f}. docs/judges.md has the formula."


def written(path: str) -> str:
    return f"Written: {path}"


def bot_is(name: str) -> str:
    return f"The bot is {name}."


def unreadable(path: str, why: str) -> str:
    return f"{path}: cannot be read ({why}); move it away and run the command again."
