"""What an operator's tools ask: `/healthz`, `/readyz` and Prometheus' `/metrics`, on METRICS_LISTEN.

Counters are kept where things happen; what lies in the database (queues, drills) is counted when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from app.context import AppContext
from storage import drills, inbox, leases, outbox, tasks
from storage.backup import BACKUP
from storage.database import StorageError, size

if TYPE_CHECKING:
    from datetime import datetime

REGISTRY = CollectorRegistry()
HANDLED = Histogram(
    "interviewer_update_seconds", "From taking an update out of the inbox to its end.", ["outcome"], registry=REGISTRY
)
VERDICT = Histogram(
    "interviewer_verdict_seconds",
    "From an answer to its verdict.",
    ["by"],
    buckets=(0.1, 0.3, 1, 3, 10, 20, 30, 60, 120, 300, 3600),
    registry=REGISTRY,
)
GRADED = Counter("interviewer_points_total", "Key points graded, by verdict.", ["verdict"], registry=REGISTRY)
FAILED = Counter("interviewer_grading_errors_total", "Tries at grading that failed.", ["kind"], registry=REGISTRY)
SENT = Counter(
    "interviewer_deliveries_total", "Messages to people, by lane and outcome.", ["lane", "outcome"], registry=REGISTRY
)
QUEUED = Gauge("interviewer_queue", "What waits to be done now.", ["queue"], registry=REGISTRY)
OLDEST = Gauge("interviewer_queue_age_seconds", "Age of the oldest of what waits.", ["queue"], registry=REGISTRY)
LAST_UPDATE = Gauge("interviewer_last_update_age_seconds", "Since the last update came.", registry=REGISTRY)
DELIVERER = Gauge("interviewer_deliverer_elected", "Whether any process delivers messages.", registry=REGISTRY)
BACKUP_AGE = Gauge(
    "interviewer_backup_age_seconds", "Since the last backup by this program; -1 without one.", registry=REGISTRY
)
DATABASE = Gauge("interviewer_database_bytes", "Size of the database.", registry=REGISTRY)
LATE = Gauge(
    "interviewer_drills_late", "Drills that should have been offered more than five minutes ago.", registry=REGISTRY
)
UP = Gauge("interviewer_part_up", "Whether a part of the program runs.", ["part"], registry=REGISTRY)
DELIVERY = "delivery:telegram"  # the lease of whoever delivers
GRACE = timedelta(minutes=5)


async def count_queues(app: AppContext) -> None:
    """Sets the gauges from the database."""
    now = app.now()
    async with app.db.read() as tx:
        found: dict[str, tuple[int, datetime]] = {**await tasks.waiting(tx, now)}
        found |= {str(lane): waiting for lane, waiting in (await outbox.waiting(tx, now)).items()}
        late = await drills.late(tx, now - GRACE)
        count, oldest_update, last_update = await inbox.backlog(tx)
        found["inbox"] = (count, oldest_update or now)
        backed_up = await leases.last(tx, BACKUP)
        DELIVERER.set(await leases.is_held(tx, DELIVERY, now))
        DATABASE.set(await size(tx))
    LAST_UPDATE.set((now - (last_update or now)).total_seconds())
    BACKUP_AGE.set((now - backed_up).total_seconds() if backed_up else -1)
    for part, trouble in app.health.troubles.items():
        UP.labels(part).set(not trouble)
    for name in ("grade", "run", "wait", "appeal", "inbox", *outbox.LANES):
        count, oldest = found.get(name, (0, now))
        QUEUED.labels(name).set(count)
        OLDEST.labels(name).set((now - oldest).total_seconds())
    LATE.set(late)


def pages(app: AppContext, ready: Callable[[], str]) -> web.Application:
    """The three pages. `ready` says why the program cannot work now, "" when it can."""

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        wrong = ready() or await _working(app, app.now())
        return web.Response(text=f"{wrong or 'ok'}\n", status=503 if wrong else 200)

    async def metrics(_: web.Request) -> web.Response:
        try:
            await count_queues(app)
        except StorageError as error:
            return web.Response(text=f"{error}\n", status=503)
        return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})

    server = web.Application()
    server.router.add_get("/healthz", healthz)
    server.router.add_get("/readyz", readyz)
    server.router.add_get("/metrics", metrics)
    return server


async def _working(app: AppContext, now: datetime) -> str:
    """Why the database cannot be used or nobody delivers; "" when all is well."""
    try:
        async with app.db.read() as tx:
            await outbox.waiting(tx, now)
            return "" if await leases.is_held(tx, DELIVERY, now) else "nobody delivers messages"
    except StorageError as error:
        return str(error)


async def serve(app: AppContext, ready: Callable[[], str]) -> None:
    """Serves the pages until it is cancelled; returns at once when no address is set."""
    import asyncio

    from app.settings import host_port

    if not app.settings.metrics_listen:
        return
    host, port = host_port(app.settings.metrics_listen)
    runner = web.AppRunner(pages(app, ready), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
