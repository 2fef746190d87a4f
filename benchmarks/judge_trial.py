"""The judge on labelled answers, end to end through the product's own HTTP path, with every disagreement to read.

Whatever stands behind the address is measured: a served model, or readers who answer the requests in its place. Prompt,
schema, verification and arithmetic are the product's.

usage: python -m benchmarks.judge_trial FILE --url URL --out FOLDER [--per-kind N] [--at-once N] [--timeout S] [--model M]

FILE: labelled JSON lines, as for `interviewer evaluate`. FOLDER gets report.txt (the figures), grades.jsonl (every grade with
its receipt; a second run goes on from there) and disagreements.md (every point whose verdict is not the label, worst first).
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict
from pathlib import Path

from grader.errors import GradingError
from grader.evaluation import LabelledAnswer, read_labelled, report, table
from grader.grade import Grade
from grader.grading import Grader
from grader.judge.receipt import replay
from questions.bank import load_bank
from storage.serialize import grade_from_json, grade_to_json


def sampled(labelled: Sequence[LabelledAnswer], per_kind: int) -> list[LabelledAnswer]:
    """At most `per_kind` answers of every language and kind (0: all), in their order; injections are all kept."""
    taken: Counter[tuple[str, str]] = Counter()
    kept = []
    for one in labelled:
        taken[one.language, one.kind] += 1
        if not per_kind or taken[one.language, one.kind] <= per_kind or "injection" in one.kind:
            kept.append(one)
    return kept


def remembered(file: Path, sample: Sequence[LabelledAnswer]) -> dict[str, Grade]:
    """Grades of an earlier run, their marks worked out again."""
    if not file.exists():
        return {}
    points = {one.id: one.task.key_points for one in sample}
    lines = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return {
        line["id"]: replay(grade_from_json(line["grade"]), points[line["id"]]) for line in lines if line["id"] in points
    }


async def judged(grader: Grader, sample: Sequence[LabelledAnswer], wanted: argparse.Namespace) -> dict[str, Grade]:
    """The grade of every answer that has one, kept on disk as soon as it is there."""
    file = wanted.out / "grades.jsonl"
    done = remembered(file, sample)
    left = [one for one in sample if one.id not in done]
    print(f"{len(sample)} answers, {len(done)} graded before, {len(left)} to go", flush=True)
    jobs = [(one.task, one.answer, one.language) for one in left]
    with file.open("a", encoding="utf-8") as out:
        async with aclosing(grader.grade_many(jobs, wanted.at_once)) as results:
            async for index, grade in results:
                if isinstance(grade, GradingError):
                    print(f"{left[index].id}: {grade}", flush=True)
                    continue
                done[left[index].id] = grade
                if grade.receipt:
                    kept = {"id": left[index].id, "score": grade.score, "grade": grade_to_json(grade)}
                    out.write(json.dumps(kept, ensure_ascii=False) + "\n")
                    out.flush()
    await grader.close()
    return done


def disagreements(sample: Sequence[LabelledAnswer], grades: Mapping[str, Grade]) -> Iterator[str]:
    """Every point whose credit is not its label's, answer by answer, the answers furthest from their mark first."""
    graded = [(one, grades[one.id]) for one in sample if one.id in grades]
    for one, grade in sorted(graded, key=lambda pair: -abs((pair[1].score or 0) - pair[0].score)):
        points = [line for point in one.task.key_points for line in _differing(one, grade, point.id)]
        if points or grade.errors:
            language = one.language
            yield f"## {one.id} ({language}, {one.kind}): {grade.score} for {one.score}\n"
            yield f"Question: {one.task.question.get(language)}\n\nAnswer: {one.answer}\n"
            yield from points
            yield from (f"- false statement: {asdict(error)}" for error in grade.errors)
            yield f"\nFeedback: {grade.feedback}\n"


def _differing(one: LabelledAnswer, grade: Grade, id: str) -> Iterator[str]:
    verdict = grade.verdict(id)
    assert verdict is not None
    if verdict.credit != one.covered[id]:
        text = next(point.text.get(one.language) for point in one.task.key_points if point.id == id)
        yield f"- {id} ({text}): **{verdict.verdict}** for {one.covered[id]:g}; “{verdict.quote}”; {verdict.why}"


def main() -> None:
    """Grades the sample and writes the three files."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", type=Path)
    options.add_argument("--url", required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--model", default="")
    options.add_argument("--key", default="")
    options.add_argument("--per-kind", type=int, default=6, help="answers of every language and kind; 0: all")
    options.add_argument("--at-once", type=int, default=16)
    options.add_argument("--timeout", type=float, default=3600)
    options.add_argument("--second-share", type=float, default=0.0)
    wanted = options.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    sample = sampled(read_labelled(wanted.file, load_bank().get), wanted.per_kind)
    grader = Grader.build(
        judge_url=wanted.url,
        judge_model=wanted.model,
        api_key=wanted.key,
        timeout=wanted.timeout,
        second_share=wanted.second_share,
        embedding_model="none",
    )
    grades = asyncio.run(judged(grader, sample, wanted))
    there = [one for one in sample if one.id in grades]
    figures = table(report(there, [grades[one.id] for one in there]))
    (wanted.out / "report.txt").write_text(figures + "\n", encoding="utf-8")
    (wanted.out / "disagreements.md").write_text("\n".join(disagreements(there, grades)), encoding="utf-8")
    print(figures)


if __name__ == "__main__":
    main()
