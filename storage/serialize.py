"""Grades and appeals as JSON values, and back without loss."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from grader.grade import FalseStatement, Flag, Grade, Penalty, PointVerdict, Verdict


def pack(value: Grade | PointVerdict) -> dict[str, Any]:
    return asdict(value)


def unpack_verdict(data: dict[str, Any]) -> PointVerdict:
    return PointVerdict(data["id"], Verdict(data["verdict"]), data["credit"], data["quote"], data["why"])


def unpack_grade(data: dict[str, Any]) -> Grade:
    return Grade(
        verdicts=tuple(map(unpack_verdict, data["verdicts"])),
        graded_by=data["graded_by"],
        provisional=data["provisional"],
        score=data["score"],
        low=data["low"],
        high=data["high"],
        errors=tuple(FalseStatement(**error) for error in data["errors"]),
        penalties=tuple(Penalty(**penalty) for penalty in data["penalties"]),
        flags=tuple(map(Flag, data["flags"])),
        suspected=tuple(data["suspected"]),
        feedback=data["feedback"],
        receipt=data["receipt"],
    )
