"""Wanted values: conversations written out by hand, line by line, as the rules tell."""

from questions.handson.compare import is_same, shown
from questions.handson.model import Mismatch
from questions.handson.writing import call, case
from questions.model import Text

TOOLS = {
    "search": {"Berlin": "3.7 million people", "Paris": "2.1 million people", "a[0]": "first", "": "nothing"},
    "add": {"2,3": "5", "5,5": "10"},
}
BERLIN, PARIS, SUM = "Action: search[Berlin]", "Action: search[Paris]", "Action: add[2,3]"
SAW_BERLIN, SAW_PARIS, SAW_SUM = "Observation: 3.7 million people", "Observation: 2.1 million people", "Observation: 5"
ERROR = "Observation: error"
DONE = "Final Answer: done"


def _part(number, wanted, zh, en):
    def relation(results):
        both = isinstance(results[0], tuple | list) and len(results[0]) == 2
        got = results[0][number] if both else results[0]
        if both and is_same(got, wanted):
            return None
        return Mismatch(shown(got), Text(f"{zh}：{shown(wanted)}", f"{en}: {shown(wanted)}"))

    return relation


def answer(wanted):
    """That the answer is this, whatever the prompt is."""
    return _part(0, wanted, "答案", "the answer")


def prompt(*lines):
    """That the prompt is these lines, whatever the answer is."""
    return _part(1, list(lines), "提示的各行", "the lines of the prompt")


def react(*replies, steps=None):
    """As many steps as there are replies, unless it is told otherwise."""
    return call("react", "Q", list(replies), TOOLS, len(replies) if steps is None else steps)


BRACKETS, NO_INPUT = "Action: search[a[0]]", "Action: search[]"
LONG = f"Thought: add\n{SUM}\nObservation: 6\n{PARIS}"

CASES = [
    case("loop", react(BERLIN), holds=prompt("Q", BERLIN, SAW_BERLIN), visible=True),
    case("loop", react(BERLIN, PARIS, SUM), holds=prompt("Q", BERLIN, SAW_BERLIN, PARIS, SAW_PARIS, SUM, SAW_SUM)),
    case(
        "loop", react(f"Thought: two\nand three\n{SUM}"), holds=prompt("Q", "Thought: two", "and three", SUM, SAW_SUM)
    ),
    case("loop", react(BERLIN, BERLIN), holds=prompt("Q", BERLIN, SAW_BERLIN, BERLIN, SAW_BERLIN)),
    case(
        "loop",
        react(BRACKETS, NO_INPUT),
        holds=prompt("Q", BRACKETS, "Observation: first", NO_INPUT, "Observation: nothing"),
    ),
    case("invented", react(f"{BERLIN}\nObservation: 9 million"), holds=prompt("Q", BERLIN, SAW_BERLIN), visible=True),
    case("invented", react(LONG), holds=prompt("Q", "Thought: add", SUM, SAW_SUM)),
    # The action stands first: the answer was invented without having seen anything.
    case("invented", react(f"{BERLIN}\nObservation: 9\nFinal Answer: 9", "Final Answer: 3.7"), holds=answer("3.7")),
    case("final", react("Final Answer: 42"), holds=answer("42"), visible=True),
    case("final", react(SUM, "Thought: I know\nFinal Answer: 2 + 3: that is 5"), holds=answer("2 + 3: that is 5")),
    case("final", react(SUM, "Thought: I know\nFinal Answer: 5"), holds=prompt("Q", SUM, SAW_SUM)),
    case("final", react(f"Final Answer: 7\n{SUM}\nFinal Answer: 5"), holds=answer("7")),
    # Not at the beginning of a line.
    case("final", react("Thought: the Final Answer: is near", "Final Answer: far"), holds=answer("far")),
    case("errors", react("Action: divide[1,0]"), holds=prompt("Q", "Action: divide[1,0]", ERROR), visible=True),
    case("errors", react("Action: search[Atlantis]"), holds=prompt("Q", "Action: search[Atlantis]", ERROR)),
    case("errors", react("Action: search Berlin"), holds=prompt("Q", "Action: search Berlin", ERROR)),
    case("errors", react("Action: search[Berlin] now"), holds=prompt("Q", "Action: search[Berlin] now", ERROR)),
    case(
        "errors",
        react("Thought: hm\nwell", BERLIN),
        holds=prompt("Q", "Thought: hm", "well", ERROR, BERLIN, SAW_BERLIN),
    ),
    case("errors", react("Action: divide[1,0]", "Final Answer: none"), holds=answer("none")),
    case("limit", react(BERLIN, PARIS, DONE, steps=2), holds=answer("")),
    case("limit", react(BERLIN, PARIS, DONE, steps=2), holds=prompt("Q", BERLIN, SAW_BERLIN, PARIS, SAW_PARIS)),
    case("limit", react("hm", "hm", BERLIN, DONE, steps=3), holds=answer("")),
    case("limit", react(BERLIN, DONE, steps=2), holds=answer("done")),
    case("limit", call("react", "Q", [SUM] * 5 + [DONE], TOOLS), holds=answer("")),
]
UNTOUCHED = "inputs"
