"""The report in HTML, as a picture, as tables and as cards, with names and answers that mean harm."""

from __future__ import annotations

import csv
import html
import io
import json
import warnings
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import matplotlib.image
import pytest

from app.group_progress import GroupFacts
from app.messages.stored import pack, unpack
from app.progress import Facts, Marks, Weakness, gather, weakness
from bot.render import show
from bot.split import AT_MOST, plain, units
from questions.bank import Bank
from questions.model import Language, Question
from reports.anki import anki
from reports.group import as_csv
from reports.html import page
from reports.message import report, weekly
from reports.plots import picture
from reports.tables import BOM, as_json, missed_csv, written
from storage import report_queries
from storage.database import Database
from storage.group_progress import Member
from storage.groups import Group
from testing.histories import NOW, QUOTE, history, person, remembered

HARMFUL = "<script>alert(1)</script> =1+1 李雷 $x^2$ 𠮷"


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


async def facts_of(
    db: Database, bank: Bank, some: list[Question], language: Language, answers: int = 40, source: str = "judge"
) -> Facts:
    async with db.write() as tx:
        chat, me = await person(tx, name=HARMFUL)
        await history(tx, chat, some, answers, source=source, ticked=True)
        if answers:
            await remembered(tx, chat, some, ago=timedelta(days=1))
    async with db.read() as tx:
        return await gather(tx, bank, me, NOW, language)


async def missed_of(db: Database, bank: Bank, facts: Facts) -> list[tuple[Marks, Weakness]]:
    async with db.read() as tx:
        found = await report_queries.missed(tx, facts.person.id, facts.marks[0].source)
    told = [weakness(point, bank, facts.language) for point in found]
    return [(facts.marks[0].source, weak) for weak in told if weak is not None]


# -- HTML ------------------------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Every tag, and every address something would be loaded from."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[str] = Counter()
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag] += 1
        if tag != "meta":
            self.open.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "data", "srcset")]
        self.loads += [value or "" for name, value in attrs if name == "href" and tag != "a"]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("answers", [0, 1, 40])
async def test_html_is_one_file_and_nothing_in_it_is_markup(
    db: Database, bank: Bank, some: list[Question], language: Language, answers: int
) -> None:
    made = page(await facts_of(db, bank, some, language, answers), quotes=True)
    tags = Tags()
    tags.feed(made)
    assert not tags.open and not tags.loads
    assert tags.seen["script"] == 0 and tags.seen["b"] == (len({q.topic for q in some}) if answers > 1 else answers)
    assert "&lt;script&gt;" in made and "@import" not in made and "url(" not in made
    assert ("&lt;b&gt;softmax&lt;/b&gt;" in made) == (answers > 0 and "softmax" in made)
    assert "prefers-color-scheme: dark" in made and "width=device-width" in made


async def test_html_keeps_the_sentences_where_they_belong(
    db: Database, bank: Bank, some: list[Question], language: Language
) -> None:
    facts = await facts_of(db, bank, some, language)
    assert "&lt;b&gt;softmax" in page(facts, quotes=True)
    assert "&lt;b&gt;softmax" not in page(facts, quotes=False)
    assert "softmax</b>" not in json.dumps(json.loads(as_json(facts, quotes=False)), ensure_ascii=False)


# -- the picture -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answers", [0, 1, 40])
async def test_the_picture_has_every_glyph_and_is_not_empty(
    db: Database, bank: Bank, some: list[Question], language: Language, answers: int
) -> None:
    facts = await facts_of(db, bank, some, language, answers)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph is a warning
        drawn = picture(facts)
    pixels = matplotlib.image.imread(io.BytesIO(drawn))
    assert pixels.shape[1] == 1080  # a phone's width
    ink = (pixels[..., :3].min(axis=2) < 0.9).mean()
    assert 0.01 < ink < 0.5, ink
    quarters = [
        (quarter.min(axis=2) < 0.9).any() for quarter in (pixels[: len(pixels) // 4, :, :3], pixels[-400:, :, :3])
    ]
    assert all(quarters)


async def test_a_picture_of_one_source_does_not_change_with_another(
    db: Database, bank: Bank, some: list[Question]
) -> None:
    """Self-ratings beside verdicts move the calendar and nothing that is drawn from marks."""
    facts = await facts_of(db, bank, some, "en")
    async with db.write() as tx:
        chat, _ = await person(tx)
        await history(tx, chat, some, 30, source="self", first=10.0)
    async with db.read() as tx:
        more = await gather(tx, bank, facts.person, NOW, "en")
    assert len(more.marks) == 2
    same = replace(more, days=facts.days)
    assert picture(same) == picture(facts)


# -- tables and cards ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1+1", "＝1＋1", '=HYPERLINK("x")']
)
def test_a_formula_in_a_table_is_a_text(cell: str) -> None:
    row = next(csv.reader(io.StringIO(written([[cell, -1, 2.5, "a-b"]]).removeprefix(BOM), newline="")))
    assert row[0] == f"'{cell}" and row[1:] == ["-1", "2.5", "a-b"]


async def test_missed_points_open_in_a_chinese_excel(db: Database, bank: Bank, some: list[Question]) -> None:
    facts = await facts_of(db, bank, some, "zh")
    missed = await missed_of(db, bank, facts)
    table = missed_csv(facts, missed, quotes=True)
    assert table.encode().startswith(b"\xef\xbb\xbf") and "\r\n" in table
    rows = list(csv.DictReader(io.StringIO(table.removeprefix(BOM), newline="")))
    assert len(rows) == len(missed) > 5
    assert {row["marked_by"] for row in rows} == {"judge"}
    assert all(row["quote"] == QUOTE and float(row["first"]) < 1 for row in rows)
    hidden = csv.DictReader(io.StringIO(missed_csv(facts, missed, quotes=False).removeprefix(BOM), newline=""))
    assert {row["quote"] + row["why"] for row in hidden} == {""}


async def test_cards_are_what_anki_imports(db: Database, bank: Bank, some: list[Question], language: Language) -> None:
    facts = await facts_of(db, bank, some, language)
    missed = [weak for _, weak in await missed_of(db, bank, facts)]
    lines = anki(facts, [*missed, *missed], bank, quotes=True).splitlines()
    header = [line for line in lines if line.startswith("#")]
    assert header[:2] == ["#separator:tab", "#html:true"] and "#guid column:1" in header
    rows = list(csv.reader(lines[len(header) :], delimiter="\t"))
    assert len(rows) == len({row[0] for row in rows}) == len(missed)
    assert all(len(row) == 4 for row in rows)
    for weak, row in zip(missed, rows, strict=True):
        assert "<b>softmax" not in row[2] and "&lt;b&gt;softmax" in row[2]
        assert html.escape(weak.text).replace("\n", "<br>") in row[2]
    again = anki(facts, missed[::-1], bank, quotes=True).splitlines()
    assert sorted(again) == sorted(lines)  # the same cards come again under the same names


async def test_json_stands_by_source(db: Database, bank: Bank, some: list[Question]) -> None:
    told = json.loads(as_json(await facts_of(db, bank, some, "en"), quotes=True))
    assert set(told["marks"]) == {"judge"} and told["answers"] == 40
    assert told["marks"]["judge"]["first"]["n"] == 40
    assert sum(told["answers_by_day"].values()) == 40
    calibration = told["self_against_judge"]
    assert calibration["points"] == sum(calibration[k] for k in ("same", "self_higher", "self_lower")) > 0


# -- Telegram --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answers", [0, 1, 40])
async def test_a_message_is_whole_html_within_the_limit(
    db: Database, bank: Bank, some: list[Question], language: Language, answers: int
) -> None:
    facts = await facts_of(db, bank, some, language, answers)
    for message in (report(facts), weekly(facts)):
        parts = show(unpack(pack(message))).parts
        assert len(parts) <= 2 and all(units(plain(part)) <= AT_MOST for part in parts)
        whole = "".join(parts)
        assert "<script>" not in whole
        tags = Tags()
        tags.feed(whole)
        assert not tags.open
    assert len(weekly(facts).sections) <= len(report(facts).sections)


def test_a_group_in_a_table_has_the_days_of_its_reader() -> None:
    late = datetime(2026, 11, 23, 22, tzinfo=UTC)
    facts = GroupFacts(
        Group(1, "g", 1), "en", NOW.astimezone(ZoneInfo("Asia/Shanghai")), (Member(1, "Ann", 1, late),), (), (), ()
    )
    (row,) = csv.DictReader(io.StringIO(as_csv(facts).removeprefix(BOM), newline=""))
    assert row["last_answer"] == "2026-11-24"
