"""What only Telegram says: English."""

from __future__ import annotations

from texts.en.menus import COMMANDS

# -- first minutes ---------------------------------------------------------------------------------------------------


def start(host: str) -> str:
    reads = (
        f"Your answers are read by the judge model at {host}"
        if host
        else "No model reads your answers: marks are estimates"
    )
    return (
        "I interview you for LLM and ML-engineering jobs and ask after what your answer leaves out.\n"
        "Stored: your answers, marks and settings, until you delete them with /forget; /export gives you all of it.\n"
        f"{reads}."
    )


def ask_date() -> str:
    return "When is the interview? Reply to this message with a date such as 2026-12-24."


def help_text() -> str:
    lines = [f"/{command} – {words}" for command, words in COMMANDS.items() if command != "help"]
    return "While a question is open, simply write your answer.\n\n" + "\n".join(lines)


def help_in_group() -> str:
    return "/quiz asks one question for everybody here; answer by replying to it. Interviews are held in a private chat with me."


def only_in_groups() -> str:
    return "/quiz is for groups: add me to one and send it there."


def only_private() -> str:
    return "Please write to me in a private chat for that."


def went_wrong() -> str:
    return "Something went wrong here with that message; it is in the log. Please send it once more."


# -- access ----------------------------------------------------------------------------------------------------------


def no_access(id: int) -> str:
    return f"You have no access to this interviewer. Its administrator can let you in; your number is {id}."


def invited(group: str) -> str:
    return f"Welcome to the group {group}." if group else "Welcome, your invitation is accepted."


def invitation_wrong() -> str:
    return "This invitation is used up or was never valid. Ask for a new one."


def only_admins() -> str:
    return "That command is for administrators."


# -- choosing an interview -------------------------------------------------------------------------------------------


def choose_topic() -> str:
    return "What shall I ask about?"


def choose_level() -> str:
    return "How difficult? 1 is easy, 5 is hard."


def choose_count() -> str:
    return "How many questions?"


def choose_mode() -> str:
    return "Coach gives feedback after every answer; exam is silent to the end, like the real thing."


def unknown_topic(name: str, near: str) -> str:
    return (
        f"There is no topic “{name}”. Did you mean {near}? /topics lists them all."
        if near
        else f"There is no topic “{name}”. /topics lists them all."
    )


def interview_usage(most: int) -> str:
    return f"Write /interview TOPIC COUNT, for example: /interview attention 3. The count is 1–{most}."


TOPICS_TITLE = "Topics (questions)"


def topic_count(name: str, id: str, count: int) -> str:
    return f"{name} – {id} ({count})"


def no_questions() -> str:
    return "No question fits; try another topic or level."


# -- answers ---------------------------------------------------------------------------------------------------------


def stale() -> str:
    return "This button is out of date."


TICK_OFFER = "Compare, then tap what you covered; only ticks you confirm are remembered."
TICKS_COUNT = (
    "Estimates schedule no reviews: tap the ticks under an answer, or use /check, to have its points remembered."
)


def held(minutes: int, text: str) -> str:
    return f"{minutes} minutes have passed. Is this your answer to the open question?\n\n“{text}”"


def heard(text: str) -> str:
    return f"I understood:\n\n“{text}”\n\nIs that your answer? To correct it, write it instead."


def held_used() -> str:
    return "Taken as your answer."


def held_dropped() -> str:
    return "Not taken as an answer."


def nothing_open() -> str:
    return "No question is open. /interview starts an interview, /help lists what I understand."


def nothing_to_hear() -> str:
    return "I could not make out any words in that. Please write your answer."


def voice_off() -> str:
    return "I cannot listen to voice messages here. Please write your answer."


def voice_failed() -> str:
    return "That could not be transcribed now. Please write your answer, or try again later."


def voice_too_long(megabytes: int) -> str:
    return f"That recording is too large: at most {megabytes} MB."


def only_text() -> str:
    return "I can only read text (and voice, where it is switched on). Please write your answer."


def too_late_to_edit() -> str:
    return "That answer has been graded; your change came too late and was not counted."


def older_question() -> str:
    return "That was a reply to an earlier question, so it was not taken as an answer to the open one."


def unknown_command(command: str) -> str:
    return f"I do not know {command}. /help lists what I understand."


# -- results ---------------------------------------------------------------------------------------------------------


def digest_title(count: int) -> str:
    return "A mark has come in" if count == 1 else f"{count} marks have come in"


def of_question(number: int, of: int, probe: bool) -> str:
    return f"Question {number}/{of}, follow-up" if probe else f"Question {number}/{of}"


def appeal_which() -> str:
    return "Which point was judged wrongly?"


def appeal_reason(number: int, point: str) -> str:
    return f"Point {number}: {point}\nReply to this message with your reason: which words of your answer say it?"


# -- settings --------------------------------------------------------------------------------------------------------


def settings(mode: str, language: str, zone: str, drill: str) -> str:
    return f"Mode: {MODES[mode]}\nLanguage: {language}\nTime zone: {zone}\nDaily drill: {drill or 'off'}"


MODES = {"coach": "coach", "exam": "exam"}


def mode_set(mode: str) -> str:
    return f"New interviews are in {MODES[mode]} mode."


def language_set() -> str:
    return "I speak English from now on. An open interview stays in its language."


def language_usage() -> str:
    return "Which language?"


def zone_question(time: str, zone: str) -> str:
    return f"Is it {time} where you are? ({zone})"


def zone_ask() -> str:
    return "Which time zone are you in? Reply to this message, for example with Asia/Shanghai or Europe/Berlin."


def zone_set(zone: str, time: str) -> str:
    return f"Your time zone is {zone}; it is {time}."


def zone_wrong(name: str) -> str:
    return f"I do not know the time zone “{name}”. Write /timezone Asia/Shanghai, for example."


# -- data ------------------------------------------------------------------------------------------------------------


EXPORT_CAPTION = "All that is stored about you."


def forget_question() -> str:
    return "Delete all of your interviews, marks, reviews and settings? This cannot be undone."


FORGOTTEN = "Everything about you has been deleted. /start begins anew."


def forget_not() -> str:
    return "Nothing was deleted."


def listed(title: str, lines: str) -> str:
    return f"{title}\n\n{lines}"


HISTORY_TITLE = "Your last interviews"


def history_line(day: str, kind: str, asked: int, of: int) -> str:
    return f"{day} · {KINDS[kind]} · {asked}/{of} questions asked"


KINDS = {"interview": "interview", "drill": "drill", "warmup": "warm-up", "quiz": "quiz"}


def history_none() -> str:
    return "No interviews yet. /interview starts one."


def stats(people: int, active: int, interviews: int, answers: int, waiting: int, unsent: int) -> str:
    return (
        f"People: {people}, {active} of them active in 7 days\nInterviews: {interviews}, answers: {answers}\n"
        f"Waiting for a grade: {waiting}, unsent messages: {unsent}"
    )


# -- quizzes in groups -----------------------------------------------------------------------------------------------


def quiz(topic: str, text: str, minutes: int, answers: int) -> str:
    count = f"Answers so far: {answers}" if answers else "Answer by replying to this message"
    return f"Quiz · {topic}\n\n{text}\n\n{count}. It closes after {minutes} minutes; verdicts come in private."


def quiz_open_already() -> str:
    return "A quiz is open here; answer it by replying to its message."


def quiz_closed() -> str:
    return "That quiz is closed."


def quiz_twice(name: str) -> str:
    return f"{name}, your first answer counts."


def quiz_usage(near: str) -> str:
    return (
        f"There is no such topic. Did you mean {near}?"
        if near
        else "There is no such topic; /quiz alone asks about anything."
    )


def quiz_table(answers: int, best: str, mean: str, estimated: bool, reference: str) -> str:
    title = f"The quiz is closed. Answers: {answers}" if answers else "The quiz is closed; nobody answered."
    figures = (
        f"\n\n{best}\n\nMean: {mean}{' (estimates, correctness not verified)' if estimated else ''}" if best else ""
    )
    return f"{title}{figures}\n\nModel answer\n{reference}"
