# ruff: noqa: E501 - what somebody says stands on one line
"""Writes a whole interview in each language as the terminal shows it: `python -m testing.loop_transcript [FOLDER]`.

loop.zh.txt and loop.en.txt: every stage of forty-five minutes, on a clock that goes on seventy seconds an answer. What the person
says of themselves is written below, knowledge is answered with the bank's own answers and code with the task's own solution. The
verdicts are a script's (`testing.looping`), whatever was said. All else is what the program says.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from app import interviews, loops
from app.loops import LoopWish
from app.messages.interview import GradeMessage, ResultMessage, SummaryMessage
from app.messages.values import Notice
from cli.terminal.render import text
from interview.model import Interview, Phase, Turn
from questions.handson.load import find
from questions.model import LANGUAGES, Language, task
from storage.database import Database
from storage.upgrade import prepare
from testing.looping import Held, Passing, Simulated, opened

COLUMNS = 78
ABOUT: dict[Language, dict[str, str]] = {
    "zh": {
        "introduction:": "我叫林远，做了三年检索增强，在一家四十人的公司负责客服问答的检索。去年把 recall@10 从 62% 提到 81%，重排是我一个人写的。想做更大规模的，所以来面你们。",
        "introduction:fit": "做检索和重排的工程师，你们招的正是这一块。",
        "introduction:proof": "recall@10 从 62% 到 81%，同一套 800 条评测集。",
        "introduction:own": "重排模型和评测集是我做的，召回是另一位同事。",
        "introduction:arc": "先做后端，发现瓶颈总在搜不准，就转去做检索。",
        "introduction:why": "你们有上亿文档，我现在只有两百万，这个量级的问题我碰不到。",
        "motivation:": "岗位描述里写要把延迟压到 200 毫秒，我上个项目正好做过这个。",
        "project:": "客服问答的检索。原来用 BM25，前十条里有正确文档的只有 62%。我加了向量召回和一个 cross-encoder 重排，recall@10 到 81%，p95 从 90 毫秒涨到 210 毫秒，再用蒸馏压回 140 毫秒。",
        "project:goal": "客服每天有三成问题找不到文档，要转人工。",
        "project:baseline": "原来是 BM25，调过 k1 和 b，最好 64%。",
        "project:own": "两个人做，重排和评测集是我，召回是同事。",
        "project:data": "八百条真实问题，按会话切分，调参三百条，测试五百条，按用户去过重。",
        "project:metric": "recall@10，两个标注员分别标，一致率 0.86。",
        "project:tradeoff": "考虑过直接换大的向量模型，显存放不下，所以选了小模型加重排。",
        "project:failure": "上线第一周重排把新文档全压到后面，因为训练集里没有，回滚了两天。",
        "project:next": "表格类的文档还是做不好，下一步先按行切块。",
        "questions-back:": "你们说主要在降成本，那现在一次问答的成本里，检索和生成各占多少？是怎么量的？",
        "questions-back:work": "降成本这件事，过去三个月里哪个尝试失败了？",
        "questions-back:homework": "我看到你们上个月开源了切块工具，线上用的是同一套吗？",
        "questions-back:decide": "如果线上没有评测集，全靠人看，我会再想想。",
        "questions-back:open": "换成：最近一次技术选型吵得最凶的是什么？",
    },
    "en": {
        "introduction:": "I am Lin, three years in retrieval at a company of forty, where I own search for support answers. Last year recall at ten went from 62% to 81%; the reranker is mine alone. I want a larger scale, which is why I am here.",
        "introduction:fit": "I build retrieval and reranking, which is what this role is about.",
        "introduction:proof": "Recall at ten from 62% to 81%, on the same 800 questions.",
        "introduction:own": "The reranker and the test set are mine; a colleague did first-stage retrieval.",
        "introduction:arc": "I began in the back end, found that search was always the bottleneck, and moved.",
        "introduction:why": "You have a hundred million documents, I have two; I cannot meet those problems where I am.",
        "motivation:": "The posting wants latency below 200 ms; that is what my last project was about.",
        "project:": "Retrieval for support. It was BM25, with the right document in the top ten 62% of the time. I added dense retrieval and a cross-encoder reranker: recall at ten is 81%, p95 went from 90 to 210 ms, and distillation brought it back to 140.",
        "project:goal": "Three in ten questions found no document and went to a person.",
        "project:baseline": "BM25, with k1 and b tuned; 64% at best.",
        "project:own": "Two of us: the reranker and the test set are mine, first-stage retrieval is my colleague's.",
        "project:data": "800 real questions split by session, 300 to tune on and 500 to test, without the same user on both sides.",
        "project:metric": "Recall at ten, labelled by two people who agree in 86%.",
        "project:tradeoff": "A larger embedding model did not fit in memory, so a small one with a reranker.",
        "project:failure": "In the first week the reranker buried new documents, for it had seen none in training; we rolled back for two days.",
        "project:next": "Tables still fail; the next step is to chunk them by row.",
        "questions-back:": "You said that cost is the topic. Of one answer's cost, how much is retrieval and how much generation, and how do you measure it?",
        "questions-back:work": "Which attempt to save cost failed in the last three months?",
        "questions-back:homework": "You released a chunking tool last month; does production use the same?",
        "questions-back:decide": "If there were no test set and people only looked at answers, I would think again.",
        "questions-back:open": "I would ask instead: which technical choice was argued about most, lately?",
    },
}  # fmt: skip


def answer(interview: Interview, turn: Turn) -> str:
    """What the person says to a turn."""
    item = interview.items[turn.item]
    said = ABOUT[interview.language].get(f"{item.question.topic}:{turn.aims_at or ''}")
    if said is not None:
        return said
    if item.question.hands_on and turn.probe is None:
        program = find(item.question.id)
        assert program is not None
        return f"```python\n{program.solution.strip()}\n```"
    return task(item.question, turn.probe).reference.get(interview.language).strip()


async def transcript(language: Language) -> str:
    """The whole of it: what is asked, what is said, the scorecard with its band. Debrief and summary are left out."""
    with tempfile.TemporaryDirectory() as folder:
        url, clock, who = f"sqlite:///{Path(folder) / 'loop.db'}", Passing(), Simulated("Lin", 0.6)
        await prepare(url)
        db = Database.open(url)
        async with opened(db, clock) as app:
            chat = await interviews.terminal(app, who.name, language)
            wish, lines = LoopWish(language, seed=20), []
            plan = Notice(await loops.planned(app, chat.person, wish), language)
            lines.append(text(plan, COLUMNS).plain)
            await loops.begin(app, chat.id, wish)
            held = Held(app, clock, who, chat.id)
            while (found := await held.interview()).phase is not Phase.FINISHED:
                lines += await _shown(held)
                assert found.current is not None
                said = answer(found, found.current)
                lines.append("\n".join(f"> {line}" for line in said.splitlines()))
                await held.says(said)
                await held.is_graded()
            lines += await _shown(held)
            await loops.show_band(app, chat.id)
            lines += ["> /band", *await _shown(held)]
        await db.close()
        return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n")) + "\n"


async def _shown(held: Held) -> list[str]:
    """What the terminal shows next."""
    waiting = await interviews.unsaid(held.app, held.chat)
    await interviews.printed(held.app, [number for number, _ in waiting])
    left_out = (GradeMessage, ResultMessage, SummaryMessage)
    return [text(message, COLUMNS).plain for _, message in waiting if not isinstance(message, left_out)]


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    for language in LANGUAGES:
        (folder / f"loop.{language}.txt").write_text(asyncio.run(transcript(language)), encoding="utf-8")


if __name__ == "__main__":
    main()
