"""Words of `interviewer setup`: English."""

from __future__ import annotations


def intro() -> str:
    return "A few questions; Enter leaves a value as it is. Everything can be changed later in .env."


def token() -> str:
    return "Telegram token from @BotFather (empty: terminal only)"


def admins() -> str:
    return "Your own Telegram number, as administrator (empty: none)"


def judge_url() -> str:
    return "Judge: address of an OpenAI-compatible server, ending in /v1 (empty: no judge, marks are estimates)"


def judge_key() -> str:
    return "Key of the judge (empty: none)"


def zone() -> str:
    return "Your time zone, for example Asia/Shanghai"


def written(path: str) -> str:
    return f"Written: {path}"


def bot_is(name: str) -> str:
    return f"The bot is {name}."
