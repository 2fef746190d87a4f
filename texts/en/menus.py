"""What stands in Telegram's menus and on its buttons: English."""

from __future__ import annotations

TICKS = {"1": "covered", "h": "half", "0": "missing"}
COMMANDS = {
    "interview": "start: topic and number, or choose with buttons",
    "drill": "daily drill: now, a time such as 21:30, or off",
    "plan": "prepare for the date of an interview",
    "hint": "a hint for the open question",
    "skip": "skip the open question",
    "why": "why this question, and what the mark rests on",
    "check": "confirm the points of your answer yourself",
    "appeal": "contest a verdict: number and reason",
    "stop": "end the interview",
    "report": "your progress",
    "history": "your last interviews",
    "topics": "what can be asked",
    "settings": "mode, language, time zone, drills",
    "language": "your language: zh or en",
    "timezone": "your time zone, such as Europe/Berlin",
    "export": "all of your data as a file",
    "forget": "delete all of your data",
    "help": "all commands",
}
GROUP_COMMANDS = {"quiz": "one question for everybody here", "help": "what I understand"}
ADMIN_COMMANDS = {"stats": "figures of this bot"}
DIRECTIONS = {
    "algorithms": "Algorithms and training",
    "inference": "Inference and deployment",
    "agents": "RAG and agents",
}


def description() -> str:
    return (
        "Mock interviews for LLM and ML-engineering jobs, in Chinese and English: questions with follow-ups aimed at what "
        "your answer leaves out, every key point marked, the weak ones drilled daily."
    )


def short_description() -> str:
    return "Mock interviews for LLM and ML engineers, in Chinese and English"


# -- first minutes ---------------------------------------------------------------------------------------------------


def warmup_button() -> str:
    return "☕ Warm-up, 3 minutes"


def direction(name: str) -> str:
    return DIRECTIONS[name]


def date_button() -> str:
    return "📅 I have an interview date"


# -- choosing an interview -------------------------------------------------------------------------------------------


def any_topic_button() -> str:
    return "🎲 A mix, weak points first"


def any_level_button() -> str:
    return "As it suits me"


def count_button(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"


def mode(name: str) -> str:
    return {"coach": "🧑‍🏫 Coach", "exam": "🎓 Exam"}[name]


# -- during an interview ---------------------------------------------------------------------------------------------


def unknown_button() -> str:
    return "🤷 I don't know"


def hint_button() -> str:
    return "💡 Hint"


def skip_button() -> str:
    return "⏭ Next"


def why_button() -> str:
    return "❓ Why"


def stop_button() -> str:
    return "⏹ Stop"


def wrong_button() -> str:
    return "🚩 Question is wrong"


def receipt_button() -> str:
    return "🧾 Receipt"


def appeal_button() -> str:
    return "⚖️ Appeal"


def again_button() -> str:
    return "🔁 Once more"


def report_button() -> str:
    return "📈 My progress"


def all_as_shown_button() -> str:
    return "✔ All as marked (●)"


def all_ticked_button() -> str:
    return "✔ Recorded"


def yes() -> str:
    return "Yes"


def no() -> str:
    return "No"


def use_answer_button() -> str:
    return "✔ Yes, grade it"


def drop_answer_button() -> str:
    return "✖ No"


# -- settings --------------------------------------------------------------------------------------------------------


def mode_button(mode: str) -> str:
    return "Switch to exam" if mode == "coach" else "Switch to coach"


def zone_button() -> str:
    return "🕘 Time zone"


def drill_button() -> str:
    return "🔔 Daily drill"
