"""Words of `interviewer setup`: English."""

from __future__ import annotations

INTRO = "Just a few questions; Enter keeps a value as it is. You can change everything later in .env."
FROM_BOTFATHER = "Telegram token from @BotFather (empty: terminal only)"
ADMINS = "Your own Telegram number, as administrator (empty: none)"
JUDGE_URL = "Judge: address of an OpenAI-compatible server, ending in /v1 (empty: no judge and no marks of its own)"
JUDGE_KEY = "Key of the judge (empty: none)"
ZONE = "Your time zone, for example Asia/Shanghai"


def written(path: str) -> str:
    return f"Written: {path}"


def bot_is(name: str) -> str:
    return f"The bot is {name}."


def unreadable(path: str, why: str) -> str:
    return f"{path}: cannot be read ({why}); move it away and run the command again."
