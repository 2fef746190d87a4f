"""`interviewer setup` 说的话：中文。"""

from __future__ import annotations

INTRO = "只问几个问题，直接回车就保留原来的值；以后随时可以在 .env 里改。"
FROM_BOTFATHER = "@BotFather 给的 Telegram token（留空：只用终端）"
ADMINS = "你自己的 Telegram 数字编号，作为管理员（留空：没有）"
JUDGE_URL = (
    "评委：本机的 `ollama`、`llama.cpp`、`vllm`，托管的 `deepseek`、`qwen`、`openai`、`openrouter`，"
    "或者 OpenAI 兼容服务的地址，以 /v1 结尾（留空：没有评委，只看谈到了哪些要点，不打分）"
)
JUDGE_KEY = "评委服务的密钥（留空：没有）"
JUDGE_MODEL = "评委的模型（留空：服务上唯一的那个）"
JUDGE_TOKENS = "评委每天为所有人一共最多读写多少 token（留空：不限）"
ZONE = "你的时区，例如 Asia/Shanghai"


def worst_day(tokens: int, together: bool) -> str:
    who = "所有人加起来" if together else "每个人（没有设 `INTERVIEWER_JUDGE_TOKENS_PER_DAY`）"
    return f"最贵的一天：{who} {tokens:,} 个 token；按每百万 1 元算是 {tokens / 1e6:.2f} 元。算法见 `docs/judges.md`。"


def written(path: str) -> str:
    return f"已写入：{path}"


def bot_is(name: str) -> str:
    return f"机器人是 {name}。"


def unreadable(path: str, why: str) -> str:
    return f"读不了 {path}（{why}）；把它移走，再运行一次这个命令。"
