"""Seen from outside: what `/readyz` and `/metrics` say, and the alerts that are made from it."""

from __future__ import annotations

import re
from pathlib import Path

import aiohttp
import yaml

from app import alerts, metrics
from app.messages.settings import AlertOver, AlertRaised
from app.messages.stored import unpack
from app.messages.values import Notice
from app.metrics import REGISTRY, count_queues
from storage import outbox
from storage.backup import backup
from storage.database import Database
from testing.botapi import BotApi, Person
from testing.context import Clock, running_app
from testing.readiness import Probe
from testing.rows import someone
from testing.running import Running

ALERTS = Path(__file__).parents[2] / "serving" / "alerts.yml"


async def test_a_bot_is_ready_while_it_takes_in_and_delivers(api: BotApi, tmp_path: Path, sqlite_url: str) -> None:
    probe, person = Probe(), Person(951, "en")
    async with Running(api, tmp_path, DATABASE_URL=sqlite_url, METRICS_LISTEN=probe.listen):
        await api.say(person, "/help")
        await api.next_message(person.id, 0)
        await probe.until(200)
        async with aiohttp.ClientSession() as http, http.get(f"http://{probe.listen}/metrics") as answer:
            told = await answer.text()
        for line in (
            "interviewer_deliverer_elected 1.0",
            'interviewer_part_up{part="intake"} 1.0',
            'interviewer_part_up{part="delivery"} 1.0',
            'interviewer_queue{queue="inbox"} 0.0',
            "interviewer_backup_age_seconds -1.0",
        ):
            assert line in told
        assert float(re.search(r"^interviewer_database_bytes (\S+)", told, re.MULTILINE)[1]) > 10_000  # type: ignore[index]  # None fails
        api.down = True
        assert "intake" in await probe.until(503)
        api.down = False
        await probe.until(200)


async def test_nobody_who_delivers_is_not_ready(db: Database) -> None:
    async with running_app(db) as here:
        assert await metrics._working(here, here.now()) == "nobody delivers messages"


async def test_the_last_backup_is_known(sqlite_url: str, tmp_path: Path) -> None:
    db = Database.open(sqlite_url)
    async with running_app(db) as here:
        backup(sqlite_url, tmp_path / "backups")
        await count_queues(here)
        age = REGISTRY.get_sample_value("interviewer_backup_age_seconds")
        assert age is not None and age != -1
    await db.close()


def test_alerts_ask_for_what_there_is() -> None:
    kinds = {"counter": "_total", "histogram": "_count"}
    known = {f"{family.name}{kinds.get(family.type, '')}" for family in REGISTRY.collect()}
    rules = [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]
    asked = {name for rule in rules for name in re.findall(r"interviewer_[a-z_]+", rule["expr"])}
    assert len(rules) >= 9
    assert asked <= known, asked - known


async def test_administrators_hear_once_what_does_not_work_and_once_that_it_is_over(db: Database) -> None:
    clock, admins = Clock(), (71, 72)
    async with (
        running_app(db, clock=clock, admins=admins) as here,
        running_app(db, clock=clock, admins=admins, owner="other") as other,
    ):
        async with db.write() as tx:
            chat = await someone(tx, "71")
        here.health.note("intake", "no answer")
        here.health.note("grading")
        assert await alerts.tell(here) == 1, "whoever never wrote to the bot cannot be told"
        clock.passes(minutes=1)
        other.health.note("intake", "no answer here either")
        assert [await alerts.tell(one) for one in (here, other, here)] == [0, 0, 0]
        clock.passes(seconds=alerts.REMEMBERED - 1)
        assert await alerts.tell(here) == 0
        here.health.note("intake")
        other.health.note("intake")
        assert [await alerts.tell(one) for one in (other, here, other, here)] == [0, 1, 0, 0]
        async with db.read() as tx:
            said = [unpack(row.payload).message for row in await outbox.of_chat(tx, chat.id)]
    assert said == [
        Notice(AlertRaised("intake", "no answer"), chat.language),
        Notice(AlertOver("intake"), chat.language),
    ]


async def test_a_judge_that_refuses_leaves_the_bot_ready(db: Database) -> None:
    async with running_app(db) as here:
        here.health.note("judge", "refuses the key")
        assert here.health.trouble() == ""
        here.health.note("intake", "no answer")
        assert here.health.trouble() == "intake: no answer"
