"""Whole interviews in a real pseudo-terminal, as a person has them, in both languages and with a judge."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest

from testing.judge_server import JudgeServer
from testing.program import INTERVIEWER, environment, start
from testing.until import DEADLINE, until

ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07]*\x07|\r")


class Person:
    """Somebody at a terminal: types, waits for words, and has everything that was on the screen."""

    def __init__(self, child: pexpect.spawn) -> None:
        self.child = child
        self.seen = self.raw = ""

    def waits_for(self, *words: str) -> str:
        """Reads on until any of the words appears; the text since the last wait."""
        self.child.expect([re.escape(word) for word in words], timeout=DEADLINE)
        self.raw += self.child.before + self.child.after
        text = ANSI.sub("", self.child.before + self.child.after)
        self.seen += text
        return text

    def types(self, text: str) -> None:
        """Types an answer and the empty line that sends it, or one line with a command or nothing."""
        self.child.send(text.replace("\n", "\r"))
        self.child.send("\r" if not text or text.startswith("/") else "\r\r")

    def pastes(self, text: str) -> None:
        """Pastes a text as terminals do, then sends it."""
        self.child.send(f"\x1b[200~{text}\x1b[201~")
        self.child.send("\r\r")

    def leaves(self) -> int:
        """Waits for the end of the program; its exit code."""
        self.child.expect(pexpect.EOF, timeout=DEADLINE)
        self.seen += ANSI.sub("", self.child.before)
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus)


@contextmanager
def terminal(folder: Path, *arguments: str, **settings: str) -> Iterator[Person]:
    env = environment(folder, **settings) | {"TERM": "xterm-256color"}
    child = pexpect.spawn(
        INTERVIEWER, ["chat", *arguments], env=env, cwd=str(folder), encoding="utf-8", dimensions=(50, 100)
    )
    try:
        yield Person(child)
    finally:
        child.close(force=True)


def test_a_chinese_interview_without_a_judge(tmp_path: Path) -> None:
    with terminal(tmp_path, "--language", "zh", "--questions", "2", "--topic", "注意力", "--seed", "3") as person:
        person.waits_for("第 1/2 题")
        person.types("/hint")
        person.waits_for("提示")
        person.types("KV cache 存每一层历史 token 的 K 和 V，\n显存随长度增长。")
        person.waits_for("未核实对错")
        person.waits_for("追问 1")
        person.types("/why")
        person.waits_for("（追问 1/3）")
        person.types("不知道")
        person.waits_for("追问", "提示")
        person.types("/check 1 1=1")
        person.waits_for("第 1 题记为自评")
        person.types("/skip")
        person.waits_for("第 2/2 题")
        person.types("/skip")
        person.waits_for("面试结束")
        person.types("")
        assert person.leaves() == 0


@pytest.fixture
def judge() -> Iterator[JudgeServer]:
    with JudgeServer() as server:
        yield server


def test_an_english_interview_with_a_judge_an_appeal_and_a_summary(tmp_path: Path, judge: JudgeServer) -> None:
    arguments = ("--language", "en", "--questions", "1", "--topic", "training", "--seed", "1")
    with terminal(tmp_path, *arguments, JUDGE_URL=judge.url) as person:
        person.waits_for("127.0.0.1")
        person.waits_for("Question 1/1")
        person.pastes("First line of a paste.\nsecond line of the same paste: it is about gradients and memory.")
        assert "correctness not verified" not in person.waits_for("Mark ")
        person.waits_for("follow-up 1")
        person.types("/appeal 1 I said that the memory is what matters")
        person.waits_for("second")
        person.types("/why")
        person.waits_for("Question 1: the judge read the answer")
        person.types("/why 1 details")
        person.waits_for("question revision")
        person.types("/stop")
        person.waits_for("Interview stopped")
        person.types("")
        assert person.leaves() == 0
    assert judge.complaints == []
    assert len({request.answer for request in judge.requests if "second line" in request.answer}) == 1


def test_what_is_typed_too_early_or_wrongly_is_no_answer_and_ctrl_c_clears_before_it_leaves(tmp_path: Path) -> None:
    with terminal(tmp_path, "--language", "en", "--questions", "1") as person:
        person.types("typed before there was a question")
        person.waits_for("Question 1/1")
        person.waits_for("before the question appeared")
        person.types("/HNIT")
        person.waits_for("Did you mean /hint?")
        person.types("/Hint")
        person.waits_for("Hint:")
        person.child.send("half an answer")
        person.waits_for("half an answer")
        person.child.sendintr()
        person.types("/stop")  # would be a part of the answer if that were still there
        person.waits_for("Nothing was answered")
        person.child.sendintr()
        assert person.leaves() == 130


@contextmanager
def dripping() -> Iterator[str]:
    """A server that goes on answering for ever, a byte every now and then; its address."""

    def drip(client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while not over.wait(0.2):
                client.sendall(b" ")

    def listen() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=drip, args=(server.accept()[0],), daemon=True).start()

    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        over.set()


def test_leaving_waits_for_no_model_that_is_still_loaded(tmp_path: Path) -> None:
    with dripping() as url, terminal(tmp_path, "--language", "en", EMBEDDING_URL=url) as person:
        person.waits_for("Question 1/3")
        person.types("/stop")
        person.waits_for("Interview stopped")
        person.child.send("\x04")
        assert person.leaves() == 0


async def test_leaving_waits_for_no_pipe(tmp_path: Path) -> None:
    reading, writing = os.pipe()  # nothing is ever written
    said = tmp_path / "said"
    with said.open("wb") as out:
        started = start(tmp_path, ["chat"], environment(tmp_path), reading, out.fileno(), out.fileno())
    os.close(reading)
    await until(lambda: "Question 1/3" in said.read_text())
    started.send_signal(signal.SIGINT)
    assert started.wait(DEADLINE) == 130
    os.close(writing)


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGINT], ids=["killed", "Ctrl-C"])
def test_an_interview_is_resumed_after_a_kill(tmp_path: Path, kill: signal.Signals) -> None:
    with terminal(tmp_path, "--language", "en", "--questions", "2", "--seed", "8") as person:
        person.waits_for("Question 1/2")
        person.types("/skip")
        person.waits_for("Question 2/2")
        person.types("Memory grows with the length and the batch, so a long context fills the card.")
        person.waits_for("correctness not verified")
        person.child.kill(kill) if kill is signal.SIGKILL else person.child.sendintr()
        person.leaves()
    with terminal(tmp_path, "--language", "en", "--resume") as person:
        person.waits_for("Going on with your last interview")
        assert "Question 1/2" not in person.waits_for("Question 2/2")
        person.waits_for("follow-up", "End of the interview")
        person.types("/stop")
        person.waits_for("1 answered, 1 skipped")
        person.types("")
        assert person.leaves() == 0


def test_an_unfinished_interview_is_offered_at_the_next_start(tmp_path: Path) -> None:
    with terminal(tmp_path, "--language", "en", "--questions", "2") as person:
        person.waits_for("Question 1/2")
        person.child.kill(signal.SIGKILL)
        person.leaves()
    with terminal(tmp_path, "--language", "en", "--questions", "3") as person:
        person.waits_for("Go on with it?")
        person.child.send("n\r")
        person.waits_for("Question 1/3")


def test_where_one_stands_and_a_stopped_interview_gone_on_with(tmp_path: Path) -> None:
    with terminal(tmp_path, "--language", "en", "--questions", "3") as person:
        assert "/level 1" in person.waits_for("Question 1/3")
        person.waits_for("level 1")
        person.types("/level 3")
        person.waits_for("we begin there")
        person.waits_for("level 3")
        person.types("/plan in 3 weeks")
        person.waits_for("will fill up")
        person.types("/stop")
        person.waits_for("Nothing was answered")
        person.types("/resume")
        person.waits_for("Question 1/3")
        person.types("/skip")
        person.waits_for("Question 2/3")
    with terminal(tmp_path, "--language", "en", "--questions", "1") as person:
        assert "/level" not in person.waits_for("Go on with it?"), "it is asked once"


@pytest.mark.parametrize("unwanted", [False, True], ids=["colours", "NO_COLOR"])
def test_no_color_means_no_colour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unwanted: bool) -> None:
    if unwanted:
        monkeypatch.setenv("NO_COLOR", "1")
    with terminal(tmp_path, "--language", "en", "--questions", "1") as person:
        person.waits_for("Question 1/1")
        person.types("/stop")
        person.waits_for("Interview stopped")
        shown = person.raw
    assert bool(re.search(r"\x1b\[(?:\d+;)*3[0-7](?:;\d+)*m", shown)) is not unwanted
