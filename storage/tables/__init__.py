"""Every table, in the order in which a person meets them: people, bank, interviews, memory, groups, queues."""

from storage.tables.aims import aim_questions, aims
from storage.tables.bank import bank_edits, bank_notes, retired, revisions
from storage.tables.columns import WAITING, Instant, Said, metadata
from storage.tables.debriefs import debrief_questions, debriefs, shared_questions
from storage.tables.groups import assignments, groups, invitations, memberships, quiz_answers, quizzes
from storage.tables.interviews import (
    OPEN_INTERVIEW,
    appeals,
    asides,
    given_answers,
    grades,
    interviews,
    items,
    question_reports,
    turns,
)
from storage.tables.marks import point_marks, question_marks
from storage.tables.memory import cards, difficulties, drills, forecasts, parked, plans, reviews
from storage.tables.people import chats, credentials, heard, people
from storage.tables.projects import project_parts, project_rounds, projects, tellings
from storage.tables.queues import inbox, leases, outbox, tasks

__all__ = [
    "OPEN_INTERVIEW",
    "WAITING",
    "Instant",
    "Said",
    "aim_questions",
    "aims",
    "appeals",
    "asides",
    "assignments",
    "bank_edits",
    "bank_notes",
    "cards",
    "chats",
    "credentials",
    "debrief_questions",
    "debriefs",
    "difficulties",
    "drills",
    "forecasts",
    "given_answers",
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
    "project_parts",
    "project_rounds",
    "projects",
    "question_marks",
    "question_reports",
    "quiz_answers",
    "quizzes",
    "retired",
    "reviews",
    "revisions",
    "shared_questions",
    "tasks",
    "tellings",
    "turns",
]
