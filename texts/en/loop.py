"""Words of a whole interview and its scorecard: English. Four sentences lead to each part, calm ones and brisk ones."""

from __future__ import annotations

from interview.model import Stage
from interview.scorecard import Band, Dimension, DimensionLevel, Lacking
from texts.en.plural import count as plural

STAGES: dict[Stage, str] = {
    Stage.INTRO: "Introduction",
    Stage.PROJECT: "Your project",
    Stage.KNOWLEDGE: "Knowledge",
    Stage.CODE: "Coding",
    Stage.QUESTIONS: "Your questions",
}
BEGINS: dict[Stage, tuple[str, ...]] = {
    Stage.INTRO: (
        "Hello! Take a breath; we start with you.",
        "Welcome. Let's get to know each other first.",
        "Good to meet you. First, a little about you.",
        "Let's begin, with a few words about yourself.",
    ),
    Stage.PROJECT: (
        "Good. Now something you built; I will ask about the details.",
        "Let's look at a project. Pick the one you know best.",
        "On to your work. I will stop you where I cannot follow.",
        "Tell me about a project; I want to know what you did yourself.",
    ),
    Stage.KNOWLEDGE: (
        "A change of direction: a few fundamentals. Think aloud.",
        "Some basics next. It is fine to say that you do not know.",
        "Let's go through a few technical points.",
        "Now a couple of questions every interview has.",
    ),
    Stage.CODE: (
        "Let's write some code. Think first, there is no rush.",
        "A small task now; we run the tests when you are done.",
        "Time to code. Working beats pretty.",
        "Write a bit of code, and mind the edge cases.",
    ),
    Stage.QUESTIONS: (
        "That was all from me. Your turn.",
        "Some time for you at the end: what would you like to ask?",
        "We are nearly done. What do you want to know?",
        "Good. Now you ask me.",
    ),
}
BEGINS_UNDER_PRESSURE: dict[Stage, tuple[str, ...]] = {
    Stage.INTRO: (
        "We are short of time. Introduce yourself.",
        "I have read the CV. Only what matters.",
        "Go ahead. Nothing rehearsed, please.",
        "Start with what I should remember about you.",
    ),
    Stage.PROJECT: (
        "A project. I only care about what you did yourself.",
        "Pick a project, and expect to be pressed.",
        "Your project: the point, and the numbers.",
        "Pick one that you would dare let me take apart.",
    ),
    Stage.KNOWLEDGE: (
        "Fundamentals. The answer first, then why.",
        "A few points. Keep it short.",
        "Basics. No detours.",
        "Quick ones. If you are not sure, say so.",
    ),
    Stage.CODE: (
        "Code. I am watching the clock.",
        "One task. Do not wait for me to name the edge cases.",
        "Write it. Make it run first.",
        "Write; then I will ask you why.",
    ),
    Stage.QUESTIONS: (
        "Last part. Any questions? Pick the ones that matter.",
        "Your turn. Ask what you really want to know.",
        "We have a moment left. What do you want to ask?",
        "You ask now. Nothing you could look up.",
    ),
}
DIMENSIONS: dict[Dimension, str] = {
    Dimension.DEPTH: "Technical depth",
    Dimension.HANDS_ON: "Hands-on",
    Dimension.OWNERSHIP: "Project ownership",
    Dimension.COMMUNICATION: "Communication",
    Dimension.JUDGEMENT: "Engineering judgement",
}
LEVELS: dict[DimensionLevel, str] = {
    DimensionLevel.STRONG: "strong",
    DimensionLevel.SOLID: "solid",
    DimensionLevel.MIXED: "mixed",
    DimensionLevel.WEAK: "weak",
}
BANDS: dict[Band, str] = {
    Band.STRONG_HIRE: "strong hire",
    Band.HIRE: "hire",
    Band.LEAN_HIRE: "lean hire",
    Band.LEAN_NO_HIRE: "lean no hire",
    Band.NO_HIRE: "no hire",
}
LACKING: dict[Lacking, str] = {
    Lacking.POINTS: "fewer than 8 points have a verdict",
    Lacking.DIMENSIONS: "fewer than two dimensions have enough verdicts",
    Lacking.WEIGHT: "less than 60 % of what was asked has a verdict",
}
TITLE = "Scorecard of the interview"
BE_BRIEF = "two minutes for this"
UNDER_PRESSURE = "under pressure"
STRENGTHS = "Strengths"
GAPS = "What cost most"
BAND = "Band"
NO_STRENGTHS = "No point was judged as fully made this time."
NO_LEVEL = "too few verdicts"
STEPS_NONE = "That is the top band."
BAND_HIDDEN = "The band is folded away: /band shows it."
BAND_BUTTON = "Show the band"
PAUSE_BUTTON = "⏸ Stop the clock"
LOOP_BUTTON = "🎯 Whole interview"
BEGIN_BUTTON = "▶ Start"
BEGIN_ANYWAY_BUTTON = "▶ Start anyway"
PRESSURE_BUTTON = "Pressure"
PARTS = "Parts"
LENGTH = "Length"
PACE = "Pace"
MINUTES = "min"
SHARED_NOTE = "without answers"


def minutes_in_words(minutes: int) -> str:
    return plural(minutes, "minute")


def stage_title(stage: str, number: int, minutes: int) -> str:
    return f"{stage} · question {number} · {f'{minutes} min left' if minutes else 'time is up'}"


def counted(judged: int, of: int) -> str:
    return f"{judged} of {plural(of, 'point')} judged"


def own(share: str) -> str:
    return f"own ticks {share}"


def change(points: str) -> str:
    return f"{points} against last time"


def pending(answers: int) -> str:
    return f"{plural(answers, 'answer')} still being judged; this card will change."


def no_band(why: str) -> str:
    return f"none this time ({why}). Own ticks and estimates are no verdicts."


def band_line(band: str, share: str) -> str:
    return f"{band} · {share} of all judged points"


def steps(band: str, more: int) -> str:
    return f"These{f' and {more} more' if more else ''} would make it “{band}”"


def compared(before: str) -> str:
    return f"Last time: {before}"


NO_BAND_BEFORE = "no band"
