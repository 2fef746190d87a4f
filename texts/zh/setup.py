"""`interviewer setup` 说的话：中文。"""

from __future__ import annotations


def intro() -> str:
    return "只问几个问题；直接回车保持原值。以后都可以在 .env 里改。"


def token() -> str:
    return "@BotFather 给的 Telegram token（留空：只用终端）"


def admins() -> str:
    return "你自己的 Telegram 数字编号，作为管理员（留空：没有）"


def judge_url() -> str:
    return "评委：OpenAI 兼容服务的地址，以 /v1 结尾（留空：没有评委，分数只是暂评）"


def judge_key() -> str:
    return "评委服务的密钥（留空：没有）"


def zone() -> str:
    return "你的时区，例如 Asia/Shanghai"


def written(path: str) -> str:
    return f"已写入：{path}"


def bot_is(name: str) -> str:
    return f"机器人是 {name}。"
