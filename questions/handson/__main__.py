"""`python -m questions.handson [ID]…` checks the packaged tasks: exit 1 and one line per fault."""

from __future__ import annotations

import sys

from questions.handson.check import check
from questions.handson.here import execute
from questions.handson.load import packaged


def main(ids: list[str]) -> int:
    """Prints the faults of the tasks called `ids`, or of all; 1 where there are any."""
    tasks = [task for task in packaged() if not ids or task.id in ids]
    problems = [problem for task in tasks for problem in check(task, execute)]
    for problem in problems:
        print(problem)
    mutants = sum(len(task.mutants) for task in tasks)
    print(f"{len(tasks)} tasks, {mutants} wrong solutions, {len(problems)} faults", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
