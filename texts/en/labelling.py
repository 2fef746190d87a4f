"""What is said while somebody labels answers: English."""

from __future__ import annotations

QUESTION, REFERENCE, ANSWER = "Question", "Reference", "Answer"
NO_ANSWER = "(blank)"
VERDICTS = "1 said · 2 half right · 3 not said · 4 said the opposite"
KEYS = "b back · s skip this answer · r show it again · q save and leave"
FALSE_STATEMENTS = (
    "Anything else that is wrong? Enter for no; 1 for a slip, 2 for a serious error, one digit each (1 1 2)"
)
NOT_A_KEY = "Please type 1–4, or b, s, r, q."
NOT_FALSE_KEYS = "Enter, or 1 and 2 with spaces between; b, s, r, q work too."
NOTHING_BEFORE = "There is nothing before this."
ALL_DONE = "All of them are labelled."
BAD_NAME = "--by: a name has at most 32 letters, digits, - and _."
BAD_PART = "--part is which person of how many, for example 2/3."


def start(answers: int, done: int, shared: int, path: str) -> str:
    return (
        f"{answers} answers are yours, {done} done; {shared} of them everybody labels, to see how far people agree.\n"
        f"You see question, reference and answer alone: no marks, no other labels. Labels go to {path}; stop whenever "
        "you like and go on later."
    )


def place(number: int, of: int) -> str:
    return f"Answer {number} of {of}"


def point(number: int, of: int, weight: float, text: str) -> str:
    return f"Point {number}/{of} (weight {weight:g}): {text}"


def left(done: int, of: int, path: str) -> str:
    return f"{done} of {of} labelled, kept in {path}."


def own_file(path: str) -> str:
    return f"--out: {path} is the file to be labelled; name another one."
