"""What stands in Telegram's menus and on its buttons: English."""

from __future__ import annotations

from interview.aside_replies import AsideReply
from interview.asides import AsideKind
from interview.ramp import Seniority
from texts.en import plural

TICKS = {"1": "covered", "h": "half", "0": "missing"}
COMMANDS = {
    "interview": "start one: topic and number, or choose with buttons",
    "loop": "a whole interview: introduction, project, knowledge, code, your questions",
    "project": "your projects: tell, keep, be asked, compare (add: research, course)",
    "aim": "what you prepare for: a posting, a CV, a report",
    "debrief": "after an interview: what was asked, how it went",
    "test": "where you stand, before and after you practise",
    "drill": "daily drill: now, a time such as 21:30, or off",
    "plan": "prepare for the date of an interview",
    "hint": "get a hint",
    "skip": "skip this question",
    "why": "why this question, and what the mark rests on",
    "check": "tick yourself which points you covered",
    "appeal": "contest a verdict: number and reason",
    "stop": "end the interview",
    "report": "your progress",
    "history": "your last interviews",
    "topics": "the topics there are",
    "web": "your page in a browser",
    "settings": "mode, language, time zone, drills",
    "language": "your language: zh or en",
    "timezone": "your time zone, such as Europe/Berlin",
    "export": "all of your data as a file",
    "forget": "delete all of your data",
    "give": "give an answer to be labelled; you can take it back",
    "help": "all commands",
}
GROUP_COMMANDS = {"quiz": "one question for everybody here", "help": "the commands I know"}
ADMIN_COMMANDS = {"stats": "how this bot is used"}
DIRECTIONS = {
    "algorithms": "Algorithms and training",
    "inference": "Inference and deployment",
    "agents": "RAG and agents",
}


DESCRIPTION = (
    "Mock interviews for LLM and ML-engineering jobs, in Chinese and English: questions with follow-ups aimed at what "
    "your answer leaves out, every key point marked, the weak ones drilled daily."
)
SHORT_DESCRIPTION = "Mock interviews for LLM and ML engineers, in Chinese and English"


# -- first minutes ---------------------------------------------------------------------------------------------------


SENIORITY = {
    Seniority.STARTING: "🌱 New to it",
    Seniority.WORKING: "🔧 Working in it",
    Seniority.SENIOR: "🌳 Senior",
    Seniority.UNTOLD: "I'd rather not say",
}
SENIORITY_BUTTON = "🪜 My level"
NO_DATE_BUTTON = "Not set yet"
GO_ON_BUTTON = "▶ Go on answering"
TAKE_UP_BUTTON = "▶ Go on with this one"
DRILL_NOW_BUTTON = "🔔 Today's drill"
NEW_INTERVIEW_BUTTON = "🎤 New interview"
STOP_SURE_BUTTON = "⏹ End it"
STOP_NOT_BUTTON = "▶ Keep going"
WARMUP_BUTTON = "☕ Warm-up, 3 minutes"


def direction(name: str) -> str:
    return DIRECTIONS[name]


DATE_BUTTON = "📅 I have an interview date"


# -- choosing an interview -------------------------------------------------------------------------------------------


ANY_TOPIC_BUTTON = "🎲 A mix, weak points first"
ANY_LEVEL_BUTTON = "Whatever suits me"


def count_button(count: int) -> str:
    return plural.count(count, "question")


def mode(name: str) -> str:
    return {"coach": "🧑‍🏫 Coach", "exam": "🎓 Exam"}[name]


# -- during an interview ---------------------------------------------------------------------------------------------


UNKNOWN_BUTTON = "🤷 I don't know"
HINT_BUTTON = "💡 Hint"
SKIP_BUTTON = "⏭ Next"
PARK_BUTTON = "💻 Later, at a computer"
PARKED_BUTTON = "▶ Do it now"
WHY_BUTTON = "❓ Why"
STOP_BUTTON = "⏹ Stop"
WRONG_BUTTON = "🚩 Question is wrong"
RECEIPT_BUTTON = "🧾 Receipt"
APPEAL_BUTTON = "⚖️ Appeal"
AGAIN_BUTTON = "🔁 Another one"
REPORT_BUTTON = "📈 My progress"
ALL_RIGHT_BUTTON = "✔ All right, go on"
CORRECT_BUTTON = "✏️ Correct it"
ALL_TICKED_BUTTON = "✔ Recorded"
YES = "Yes"
NO = "No"
DONE_BUTTON = "✅ That's all"
BELONGS_BEFORE_BUTTON = "Part of my last answer"
BELONGS_HERE_BUTTON = "Answers the follow-up"
ADD_BUTTON = "➕ Add to it"
TAKE_BACK_BUTTON = "↩ Take it back"
TAKE_LAST_BACK_BUTTON = "↩ Take my last answer back"
USE_ANSWER_BUTTON = "✔ Yes, it's my answer"
DROP_ANSWER_BUTTON = "✖ No"
AN_ANSWER_BUTTON = "✔ It's my answer"
REALLY_AN_ANSWER_BUTTON = "↪ That was my answer"
ASIDES: dict[AsideKind, str] = {
    AsideKind.CLARIFY: "❔ I'm asking",
    AsideKind.EASIER: "⏭ Another question",
    AsideKind.REVEAL: "📖 Show the answer",
    AsideKind.HINT: "💡 A hint, please",
    AsideKind.DISPUTE: "⚖️ I don't agree",
    AsideKind.WAIT: "⏳ Let me think",
    AsideKind.REPEAT: "🔁 The question again",
    AsideKind.IDK: "🤷 Don't know",
    AsideKind.STOP: "⏹ End the interview",
    AsideKind.CHAT: "💬 Just saying",
    AsideKind.META: "💬 Something else",
}
OFFERS: dict[AsideReply, str] = {
    AsideReply.EASIER: "⏭ Next question",
    AsideReply.REVEAL: "📖 Show the answer",
    AsideReply.GIVE_UP: "🤷 I don't know",
    AsideReply.STOP: "⏹ End the interview",
}


# -- projects --------------------------------------------------------------------------------------------------------


TOLD_BUTTON = "✅ That's all"
NOT_TOLD_BUTTON = "✖ Drop it"
PROJECT_BUTTONS = {
    "new": "➕ Tell a new project",
    "view": "📄 The project",
    "ask": "🎤 Ask me",
    "more": "➕ Add to it",
    "anew": "✏️ Tell it anew",
    "name": "🏷 Rename",
    "best": "📝 A better telling",
    "time": "📈 Over time",
    "drop": "🗑 Delete",
}
AFTER_BUTTONS = {
    "good": "👍 Well",
    "half": "😐 So-so",
    "bad": "👎 Badly",
    "pass": "Passed",
    "fail": "Not passed",
    "wait": "No word yet",
    "share": "🤝 Share without my name",
}
AIM_BUTTONS = {
    "add": "➕ Add a document",
    "all": "🎯 What I prepare for",
    "ask": "🎤 Ask me these",
    "give": "🤝 Offer to the bank",
}


# -- settings --------------------------------------------------------------------------------------------------------


def mode_button(mode: str) -> str:
    return "Switch to exam" if mode == "coach" else "Switch to coach"


ZONE_BUTTON = "🕘 Time zone"
DRILL_BUTTON = "🔔 Daily drill"


# -- drills and assignments ------------------------------------------------------------


DRILL_OPEN_BUTTON = "Start"
DRILL_LATER_BUTTON = "Later"
DRILL_SKIP_BUTTON = "Not today"


def assignment_button(topic: str) -> str:
    return f"Start: {topic}"
