"""The lines of `interviewer grade`: each is answered as soon as it and all before it are graded, while more arrive."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from cli.commands.startup import WRONG_USAGE, fail, words

if TYPE_CHECKING:
    from cli.commands.arriving import Arriving
    from cli.commands.code_lines import CodeLine
    from cli.commands.progress import Progress
    from grader.grading import Grader
    from grader.lines import AnswerLine, Find

AT_ONCE = 32  # answers at the judge at the same time
BATCH = 64  # answers whose estimates are made together


class InOrder:
    """Writes results in the order of their places, each as soon as all before it are known; the first is `begin`."""

    def __init__(self, out: IO[str], progress: Progress, begin: int = 0) -> None:
        self.failed = 0
        self.written = begin
        self._out = out
        self._progress = progress
        self._waiting: dict[int, dict[str, Any]] = {}

    def put(self, place: int, result: dict[str, Any]) -> None:
        self.failed += "error" in result
        self._waiting[place] = result
        self._progress.step()
        while self.written in self._waiting:
            self._out.write(json.dumps(self._waiting.pop(self.written), ensure_ascii=False) + "\n")
            self.written += 1
        self._out.flush()


class Grading:
    """One run over the lines of an input."""

    def __init__(self, grader: Grader, find: Find, ordered: InOrder) -> None:
        self._grader = grader
        self._find = find
        self._ordered = ordered
        self._code: asyncio.Queue[CodeLine | None] = asyncio.Queue()

    async def over(self, lines: Iterable[bytes]) -> None:
        """Grades every line that is not written yet. Raises OSError where the input cannot be read on."""
        from app.supervisor import first_of
        from cli.commands.arriving import Arriving

        arriving, judged = Arriving(lines, self._ordered.written), self._grader.judged
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._run_code())
                working = [
                    group.create_task(self._work(arriving, 1 if judged else BATCH))
                    for _ in range(AT_ONCE if judged else 1)
                ]
                await asyncio.wait(working)
                self._code.put_nowait(None)
        except BaseExceptionGroup as failed:
            raise first_of(failed) from None
        finally:
            await self._grader.close()
        if arriving.failure is not None:
            raise arriving.failure

    async def _run_code(self) -> None:
        if (first := await self._code.get()) is not None:
            from cli.commands.code_lines import grade_code

            await grade_code(first, self._code.get, self._ordered.put)

    async def _work(self, arriving: Arriving, most: int) -> None:
        from grader.errors import GradingError
        from grader.lines import failed, graded

        while batch := await arriving.some(most):
            asked = [(place, number, line) for place, number, raw in batch if (line := self._read(place, number, raw))]
            jobs = [(line.task, line.answer, line.language) for _, _, line in asked]
            async with aclosing(self._grader.grade_many(jobs, concurrency=1)) as results:
                async for index, result in results:
                    place, number, line = asked[index]
                    if isinstance(result, GradingError):
                        self._ordered.put(place, failed(line.id, number, result))
                    else:
                        self._ordered.put(place, graded(line.id, result))

    def _read(self, place: int, number: int, raw: bytes) -> AnswerLine | None:
        """The answer that is graded by its words; one to a hands-on task and a line that cannot be read go their own ways."""
        from cli.commands.code_lines import code_line
        from grader.lines import LineError, failed, read_line

        try:
            line = read_line(raw, self._find)
        except LineError as error:
            self._ordered.put(place, failed(error.id, number, error))
            return None
        if (code := code_line(place, number, line)) is not None:
            self._code.put_nowait(code)
            return None
        return line


# -- files -----------------------------------------------------------------------------------------------------------


def refuse_same(input: Path | None, output: Path) -> None:
    """Ends the command when the output, or the file it is written to first, is the input, which would be lost."""
    for written in (output, unfinished(output)):
        try:
            there, read = written.stat(), input.stat() if input else os.fstat(sys.stdin.fileno())
        except (OSError, ValueError):  # nothing to lose, or a stdin without a descriptor
            continue
        if stat.S_ISREG(read.st_mode) and os.path.samestat(there, read):
            fail(words().commands.same_file(str(written)), WRONG_USAGE)


def unfinished(output: Path) -> Path:
    """Where the grades stand until all are written."""
    return output.resolve().with_name(f"{output.resolve().name}.unfinished")


def lines_done(output: Path) -> int:
    """How many lines an interrupted run has written; what it had begun to write after them is cut off."""
    try:
        with unfinished(output).open("rb+") as file:
            written = file.read()
            file.truncate(written.rfind(b"\n") + 1)
    except OSError as error:
        fail(words().commands.unreadable(str(unfinished(output)), str(error.strerror)), WRONG_USAGE)
    return written.count(b"\n")


@contextmanager
def reading(path: Path | None) -> Iterator[Iterable[bytes]]:
    """The lines of a file, or of stdin."""
    if path is None:
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as error:
        fail(f"--input: {words().commands.unreadable(str(path), str(error.strerror))}", WRONG_USAGE)
    with file:
        yield file


@contextmanager
def writing(path: Path | None, *, on: bool) -> Iterator[IO[str]]:
    """Where the grades go. A file is replaced once all are written; until then they stand beside it. on: go on there."""
    from questions.whole_files import is_replaceable

    if path is None:
        yield sys.stdout
        return
    whole = is_replaceable(path)
    target = unfinished(path) if whole else path
    try:
        file = target.open("a" if on else "w", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        fail(f"--output: {words().commands.unwritable(str(path), str(error.strerror))}", WRONG_USAGE)
    try:
        with file:
            yield file
    except BaseException:
        if whole:
            print(words().commands.unfinished_file(str(target)), file=sys.stderr)
        raise
    if whole:
        target.replace(path.resolve())  # a link keeps pointing where it does
