"""What only the page says: English."""

from __future__ import annotations

from texts.en import plural

TITLE = "Mock interview"
SKIP_LINK = "Skip to the content"
NAV = "Pages"
NAV_INTERVIEW = "Interview"
CONVERSATION = "Conversation"
YOU = "You"
YOUR_TURN = "Your turn"
YOUR_ANSWER = "Your answer"
ANSWER_HERE = "Take your time."
SKIPPED = "Skipped"
MORE_HERE = "Anything to add while it is graded?"
SEND = "Send"
SENDING = "Sending…"
NO_NETWORK = "No connection. Your answer is kept and goes out by itself."
OFFLINE = "Connecting… What you write is kept."
IN_THE_BOX = "The question has changed. Your text is still in the box."
TOO_LONG = "That is too long to be sent."
WENT_WRONG = "That did not work. Please try again."
CANCEL = "Leave it as it is"
STOP_SURE = "End the interview? You can go on with it later."
TAKE_BACK_SURE = "Take the answer back and answer again? That works once."
MORE_ACTIONS = "More"
NEW_INTERVIEW = "New interview"
BEGIN = "Start"
WARMUP = "One easy question"
TOPIC = "Topic"
LEVEL = "Level"
QUESTIONS = "Questions"
MODE = "Mode"
COACH = "Coach: feedback after each answer"
EXAM = "Exam: results at the end"
WHERE_YOU_STAND = "Where do you stand?"
POINT = "Point"
REASON = "Why?"
CONTEST = "Contest it"
DEBRIEF = "Every turn, with verdicts"
CODE = "Your code"
CODE_LABEL = "Your code, in Python"
CODE_KEYS = "Ctrl + Enter runs the tests; Esc, then Tab leaves the editor."
RUN = "Run the tests"
CODE_ANEW = "Start over"
CODE_CHANGED = "Replace your code with what the task began with?"
CODE_MOVED = "This task is over. Your code is still in the editor."
TESTS = "Tests you can see"
TESTS_HIDDEN = "Other tests:"
INDENT = "Indent"
DEDENT = "Unindent"
UNDO = "Undo"
PARKED = "Put off until you are at a computer"
NAV_TODAY = "Today"
NAV_REPORT = "Report"
NAV_HISTORY = "History"
TODAY_TITLE = "Today"
DRILL = "Today's drill"
DRILL_NONE = "Nothing is due now. A drill would ask new questions."
DRILL_SETTINGS = "Daily drill"
DRILL_AT = "At what time"
DRILL_MINUTES = "Minutes a day"
SAVE = "Save"
DRILL_OFF = "Turn it off"
PLAN = "The day of your interview"
PLAN_DAY = "Date"
PLAN_DROP = "No date any more"
EXPORTS = "Take it with you"
EXPORT_HTML = "Report as a page"
EXPORT_PNG = "Picture"
EXPORT_JSON = "Report as JSON"
EXPORT_CSV = "Missed points as a table"
EXPORT_ANKI = "Missed points for Anki"
EXPORT_ALL = "Everything stored about you"
HISTORY_TITLE = "Your interviews"
HISTORY_NONE = "No interview yet."
OLDER = "Older ones"
FILTER = "Show only lines with"
STILL_OPEN = "This one goes on; what is not through yet is not shown."
SIGN_IN = "Sign in"
SIGN_IN_HOW = "Ask the bot for a link with /web, open the one you were given, or enter your code."
CODE_OF_ENTRY = "Re-entry code"
NOT_IN = "That did not let you in: the link or code is spent, too old or wrong, or you have no access."
LINK_ONCE = "This link signs you in on this device, once."
ACCOUNT = "Account"
NAV_ACCOUNT = "Account"
CODE_WHAT_FOR = (
    "With it you come in again on any device. Keep it like a password; a new one takes the place of the old."
)
CODE_ONCE = "Write it down: it is shown this once."
CODE_MAKE = "Make a new code"
SIGN_OUT = "Sign out"
SIGN_OUT_ALL = "Sign out everywhere"
TOO_OFTEN = "Too many at once. Please wait a minute."
NEEDS_WEB_LISTEN = "--people needs INTERVIEWER_WEB_LISTEN (host:port) and INTERVIEWER_WEB_URL, the public address."
NO_SCRIPT = "This page needs JavaScript."
CLOSED_TITLE = "This page is not open here"
CLOSED_STRANGER = "Open the address that the terminal printed when it started; it has a key in it."
CLOSED_ORIGIN = "This request came from another page and was refused."
CLOSED_HOST = "The page is not served under this name."
MISSING_TITLE = "There is no such page"
BACK = "Back to the interview"


def adding_to(name: str) -> str:
    return f"You are adding to answer {name}."


def turn_of(number: int, of: int) -> str:
    return f"Question {number} of {of}" if of else f"Question {number}"


def not_at_home(host: str) -> str:
    return f"Only this machine may reach the page without sign-in; --listen takes 127.0.0.1:PORT, not {host}."


def cannot_listen(where: str, why: str) -> str:
    return f"Cannot listen on {where}: {why}."


def open_at(address: str) -> str:
    return f"Open {address}\nCtrl-C ends it."


def no_address(given: str) -> str:
    return f"--listen: {given} is no address; it is a host and a port, such as 127.0.0.1:8765."


def due(points: int, minutes: int) -> str:
    return f"{points} {'point is' if points == 1 else 'points are'} due, about {plural.count(minutes, 'minute')}."
