"""Every table, in the order in which a person meets them: people, bank, interviews, memory, groups, queues."""

from storage.tables.bank import bank_edits, retired, revisions
from storage.tables.columns import WAITING, Instant, Said, metadata
from storage.tables.groups import assignments, groups, invitations, memberships, quiz_answers, quizzes
from storage.tables.interviews import (
    OPEN_INTERVIEW,
    appeals,
    asides,
    grades,
    interviews,
    items,
    question_reports,
    turns,
)
from storage.tables.marks import point_marks, question_marks
from storage.tables.memory import cards, difficulties, drills, parked, plans, reviews
from storage.tables.people import chats, credentials, heard, people
from storage.tables.queues import inbox, leases, outbox, tasks

__all__ = [
    "OPEN_INTERVIEW",
    "WAITING",
    "Instant",
    "Said",
    "appeals",
    "asides",
    "assignments",
    "bank_edits",
    "cards",
    "chats",
    "credentials",
    "difficulties",
    "drills",
    "grades",
    "groups",
    "heard",
    "inbox",
    "interviews",
    "invitations",
    "items",
    "leases",
    "memberships",
    "metadata",
    "outbox",
    "parked",
    "people",
    "plans",
    "point_marks",
    "question_marks",
    "question_reports",
    "quiz_answers",
    "quizzes",
    "retired",
    "reviews",
    "revisions",
    "tasks",
    "turns",
]
