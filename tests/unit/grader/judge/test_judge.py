"""One judgement: what is asked, when it is asked again, and what of two replies is kept."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from grader.errors import JudgeUnavailable, Unusable
from grader.grade import FalseStatement
from grader.judge.client import JudgeClient
from grader.judge.judge import Judge, Opinion, verified
from grader.judge.prompt import JUDGED_AT_MOST, JudgeRequest, messages
from grader.judge.quotes import Evidence
from grader.judge.reply import JudgeReply
from testing.kv_cache import FULL, KV
from tests.unit.grader.build import SAID
from tests.unit.grader.judge.server import QUOTES, URL, Script, completed, listed, never, refused, reply

ASKED = JudgeRequest(KV, FULL, "zh")
SEED = 0x7A16_125A >> 2  # the first four bytes of the SHA-256 of FULL, less two bits
LETTER = {verdict: letter for letter, verdict in SAID.items()}


def judge(model: str = "m", timeout: float = 60.0) -> Judge:
    return Judge(JudgeClient(URL), model, timeout)


async def asked(judge: Judge, asked: JudgeRequest = ASKED, **options: Any) -> Opinion:
    return await judge.opinion(asked, judge.deadline(), **options)


def letters(opinion: Opinion) -> str:
    """The verdicts on what, why and cost."""
    assert [verdict.id for verdict in opinion.verdicts] == ["what", "why", "cost"]
    return "".join(LETTER[verdict.verdict] for verdict in opinion.verdicts)


# -- what is asked ---------------------------------------------------------------------------------------------------


async def test_a_proven_judgement_takes_one_reply(script: Script) -> None:
    script(completed(reply("CPM")))
    found = await asked(judge())
    assert letters(found) == "CPM"
    assert [v.quote for v in found.verdicts] == [QUOTES["what"], QUOTES["why"], ""]
    assert [v.why for v in found.verdicts] == ["why what", "why why", "why cost"]
    assert (found.model, found.mode, found.feedback, found.unproven) == ("judge-14b", "json_schema", "说得好。", ())
    assert (found.replies, found.usage) == (1, {"prompt": 900, "cached": 800, "completion": 200})
    (body,) = script.bodies
    assert body["messages"] == messages(ASKED)
    assert (body["model"], body["temperature"]) == ("m", 0.0)
    assert body["max_tokens"] == 1600 + 300 * 3


async def test_the_same_answer_is_asked_with_the_same_seed_and_another_with_another(script: Script) -> None:
    script(completed(reply("CCC")))
    for answer in (FULL, FULL, FULL + "。", "\ud800" + FULL):
        await asked(judge(), replace(ASKED, answer=answer))
    first, again, other, lone = (body["seed"] for body in script.bodies)
    assert first == again == SEED
    assert len({first, other, lone}) == 3
    assert all(0 <= seed < 1 << 30 for seed in (first, other, lone))


async def test_a_fresh_look_is_sampled(script: Script) -> None:
    script(completed(reply("CCC")))
    await asked(judge(), fresh=True)
    assert script.bodies[0]["temperature"] == 0.3


async def test_another_model_can_be_asked(script: Script) -> None:
    script(completed(reply("CCC"), model=""))
    assert (await asked(judge(), model="other-32b")).model == "other-32b"
    assert script.bodies[0]["model"] == "other-32b"


async def test_a_server_s_name_for_its_model_is_kept_short_and_printable(script: Script) -> None:
    script(completed(reply("CCC"), model="judge\n\x00" + "x" * 200))
    assert (await asked(judge())).model == "judge" + "x" * 95


async def test_a_mode_that_a_server_does_not_know_is_told(script: Script) -> None:
    script(refused(400, "response_format"), completed(reply("CCC")))
    assert (await asked(judge())).mode == "json_object"


async def test_only_what_was_shown_of_a_long_answer_proves(script: Script) -> None:
    long = "长" * JUDGED_AT_MOST + FULL
    script(completed(reply("CMM")))
    assert letters(await asked(judge(), replace(ASKED, answer=long))) == "-MM"
    shown = FULL + "长" * JUDGED_AT_MOST
    assert letters(await asked(judge(), replace(ASKED, answer=shown))) == "CMM"


# -- which model -----------------------------------------------------------------------------------------------------


async def test_the_only_model_that_is_listed_is_taken_and_looked_up_once(script: Script) -> None:
    one = judge("")
    assert one.name == ""
    script(listed("judge-14b"), completed(reply("CCC")))
    await asked(one)
    await asked(one)
    assert one.name == "judge-14b"
    assert [request.url.path for request in script.requests] == ["/v1/models", *["/v1/chat/completions"] * 2]
    assert script.bodies[0]["model"] == "judge-14b"


async def test_a_configured_model_is_not_looked_up(script: Script) -> None:
    script(completed(reply("CCC")))
    assert judge("m").name == "m"
    await asked(judge("m"))
    assert len(script.requests) == 1


@pytest.mark.parametrize(
    ("models", "said"),
    [
        ([], "lists no model"),
        (["a", "b"], "lists 2 models (a, b)"),
        (list("abcdefg"), "lists 7 models (a, b, c, d, e)"),
    ],
)
async def test_several_models_need_a_choice(models: list[str], said: str, script: Script) -> None:
    script(listed(*models))
    with pytest.raises(Unusable) as unusable:
        await asked(judge(""))
    assert str(unusable.value) == f"The judge at judge.test:8000 {said}: set INTERVIEWER_JUDGE_MODEL to the one to use."


async def test_a_server_that_was_restarted_with_another_model_is_asked_again(script: Script) -> None:
    one = judge("")
    script(listed("old"), refused(404), listed("new"), completed(reply("CCC"), model="new"))
    with pytest.raises(Unusable):
        await asked(one)
    assert one.name == ""
    assert (await asked(one)).model == "new"


# -- a second reply --------------------------------------------------------------------------------------------------


async def test_a_broken_reply_is_asked_for_once_more_another_way(script: Script) -> None:
    script(completed("I think it is good."), completed(reply("CCC")))
    found = await asked(judge())
    assert (letters(found), found.replies) == ("CCC", 1)
    first, second = script.bodies
    assert (first["temperature"], second["temperature"]) == (0.0, 0.3)
    assert (first["seed"], second["seed"]) == (SEED, SEED + 1)
    assert first["messages"] == second["messages"]


async def test_two_broken_replies_are_no_judgement(script: Script) -> None:
    script(completed("{}", "abort"), completed("{}"))
    with pytest.raises(JudgeUnavailable) as unavailable:
        await asked(judge())
    said = "the reply does not fit the schema: points: Field required"
    assert str(unavailable.value) == f"The judge at judge.test:8000 sent nothing that can be used: {said}."
    assert len(script.requests) == 2


async def test_an_unproven_verdict_is_asked_for_once_more(script: Script) -> None:
    script(completed(reply("CcC")), completed(reply("CPC")))
    found = await asked(judge())
    assert (letters(found), found.unproven, found.replies) == ("CPC", (), 2)
    assert found.usage == {"prompt": 1800, "cached": 1600, "completion": 400}


@pytest.mark.parametrize(
    ("first", "second", "together", "unproven"),
    [
        ("ccC", "Mcc", "M-C", ("why",)),  # proof of both is put together
        ("cCC", "Cpp", "CCC", ()),  # the one with more proof is kept, the other fills it
        ("Cpp", "cCC", "CCC", ()),
        ("ccc", "ccc", "---", ("what", "why", "cost")),
        ("cPC", "CxX", "CPC", ()),  # what the first has proven is not asked of the second
        ("cCC", "ccc", "-CC", ("what",)),
        ("ccP", "CcC", "C-C", ("why",)),  # where both are proven, the one with more proof counts
        ("cCC", "Xcp", "XCC", ()),
    ],
)
async def test_the_proof_of_two_replies(
    first: str, second: str, together: str, unproven: tuple[str, ...], script: Script
) -> None:
    script(completed(reply(first)), completed(reply(second)))
    found = await asked(judge())
    assert (letters(found), found.unproven) == (together, unproven)


async def test_feedback_and_false_statements_are_those_of_the_reply_with_more_proof(script: Script) -> None:
    error = {"quote": "显存随长度线性增长", "why": "once", "severity": "minor"}
    script(completed(reply("ccM", feedback="第一份")), completed(reply("cCM", error, feedback="第二份")))
    found = await asked(judge())
    assert (found.feedback, found.errors) == ("第二份", (FalseStatement("显存随长度线性增长", "once", "minor"),))
    script(completed(reply("cCM", feedback="第一份")), completed(reply("CcM", feedback="第二份")))
    assert (await asked(judge())).feedback == "第一份", "the first of two that are as good"


async def test_a_first_reply_outlives_a_second_that_fails(script: Script) -> None:
    script(completed(reply("CCc")), refused(503))
    found = await asked(judge())
    assert (letters(found), found.unproven, found.replies) == ("CC-", ("cost",), 1)


async def test_a_first_reply_outlives_a_second_that_is_broken(script: Script) -> None:
    script(completed(reply("CCc")), completed("?"))
    assert letters(await asked(judge())) == "CC-"


async def test_a_first_reply_outlives_a_second_that_never_comes(script: Script) -> None:
    script(completed(reply("CCc")), never)
    assert letters(await asked(judge(timeout=0.05))) == "CC-"


async def test_a_judge_that_does_not_answer_in_time(script: Script) -> None:
    script(never)
    with pytest.raises(JudgeUnavailable) as unavailable:
        await asked(judge(timeout=0.05))
    assert str(unavailable.value) == "The judge at judge.test:8000 did not answer in 0.05 s."


async def test_a_judge_that_is_away_is_away(script: Script) -> None:
    script(refused(503))
    with pytest.raises(JudgeUnavailable, match="cannot grade now"):
        await asked(judge())


async def test_a_refusal_is_not_swallowed_when_a_reply_was_had(script: Script) -> None:
    script(completed(reply("CCc")), refused(401))
    with pytest.raises(Unusable):
        await asked(judge())


async def test_the_deadline_is_as_far_off_as_configured(script: Script) -> None:
    before = asyncio.get_running_loop().time()
    assert before + 60 <= judge(timeout=60).deadline() <= asyncio.get_running_loop().time() + 60


async def test_the_server_s_connections_are_closed_with_the_judge(script: Script) -> None:
    script(completed(reply("CCC")))
    one = judge()
    await one.close()
    with pytest.raises(RuntimeError, match="closed"):
        await asked(one)


# -- what is kept of a reply -----------------------------------------------------------------------------------------


def kept(said: dict[str, Any], language: Any = "zh", order: tuple[int, ...] = ()) -> Opinion:
    one = replace(ASKED, language=language, order=order)
    return verified(JudgeReply.model_validate(said), one, Evidence(FULL, KV.question.both()))


def test_reasons_and_feedback_are_one_line_of_bounded_length() -> None:
    said = reply(
        "CCC",
        {"quote": "显存随长度线性增长", "why": "x" * 900, "severity": "major"},
        feedback="好 \n\t 的\u200b" + "好" * 2000,
    )
    said["points"][0]["why"] = " so\n  it\x00 is " + "y" * 900
    found = kept(said)
    assert found.verdicts[0].why == ("so it is " + "y" * 900)[:240]
    assert found.feedback == ("好 的" + "好" * 2000)[:800]


def test_a_false_statement_s_reason_is_bounded() -> None:
    found = kept(reply("CCM", {"quote": "显存随长度线性增长", "why": " no\nway " + "x" * 900, "severity": "major"}))
    assert found.errors == (FalseStatement("显存随长度线性增长", ("no way " + "x" * 900)[:240], "major"),)


def test_points_shown_in_another_order_go_back_to_their_places() -> None:
    found = kept(reply("PMC", order="cost why what"), order=(2, 1, 0))
    assert letters(found) == "CMP"
    assert (found.model, found.mode, found.replies, found.usage) == ("", "", 1, {})


def test_a_missing_point_keeps_a_quote_that_is_there() -> None:
    said = reply("MMM")
    said["points"][0]["quote"] = "因果掩码"
    said["points"][1]["quote"] = "nobody said this"
    assert [v.quote for v in kept(said).verdicts] == ["因果掩码", "", ""]


CONTRADICTING = "在因果掩码下它们不变"


@pytest.mark.parametrize(
    ("said", "quotes", "charged"),
    [
        ("MMM", ["显存随长度线性增长"], [0]),
        ("MXM", [CONTRADICTING], []),  # the contradicted point stands for it
        ("MXM", ["因果掩码下它们"], []),  # a part of it
        ("MXM", ["都存下来：在因果掩码下它们不变。显存"], []),  # more than it
        ("MCM", [CONTRADICTING], [0]),  # a covered point does not stand for anything
        ("MMM", ["显存随长度线性增长", "显存随长度线性增长。"], [0]),  # twice the same
        ("MMM", ["显存随长度线性增长", "长度线性"], [0]),
        ("MMM", ["显存随长度", "key 和 value"], [0, 1]),
        ("MMM", ["nobody said this", "显存随长度线性增长"], [1]),
        ("MMM", ["KV Cache 缓存了什么"], []),  # of the question
    ],
)
def test_a_false_statement_is_proven_and_charged_once(said: str, quotes: list[str], charged: list[int]) -> None:
    errors = [{"quote": quote, "why": str(n), "severity": "minor"} for n, quote in enumerate(quotes)]
    assert [int(error.why) for error in kept(reply(said, *errors)).errors] == charged


@pytest.mark.parametrize(
    ("language", "feedback", "is_kept"),
    [
        ("zh", "Well said, all of it.", False),
        ("zh", "说得好 well said", True),
        ("zh", "aa bb cc dd ee 好", False),  # 1 of 11 by characters, a word counts for two: under a tenth
        ("zh", "aa bb cc dd 好", True),  # 1 of 9
        ("en", "说得好，请补充。", False),
        ("en", "The term 线性 is right.", True),
        ("en", "aa bb 好好好好", True),  # 4 of 8: half is not mostly
        ("en", "aa bb 好好好好好", False),  # 5 of 9
        ("en", "", True),
        ("zh", "", False),
    ],
)
def test_feedback_in_another_language_is_left_out(language: str, feedback: str, is_kept: bool) -> None:
    assert kept(reply("CCC", feedback=feedback), language).feedback == (feedback if is_kept else "")
