"""What is right and wrong with an installation, in words; every check gives up after a few seconds."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import platform
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.settings import without_password

if TYPE_CHECKING:
    from app.settings import Settings

PATIENCE = 8.0  # seconds per check
PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
State = Literal["good", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `do` says what to do about it, "" when nothing is to be done."""

    check: str
    state: State
    said: str
    do: str = ""

    @property
    def mark(self) -> str:
        return {"good": "✓", "note": "·", "wrong": "✗"}[self.state]


async def examine() -> list[Finding]:
    """Every check, in the order in which a person would mend things; wrong settings end the list."""
    from app.settings import WrongSettings, load, unknown

    misspelt = [Finding("settings", "note", f"{name}: is no setting", "Check how it is spelt.") for name in unknown()]
    try:
        settings = load()
    except WrongSettings as wrong:
        do = "Correct the variable or the line in .env."
        return [*misspelt, *[Finding("settings", "wrong", problem, do) for problem in wrong.problems]]
    checks: list[tuple[str, Callable[[Settings], Awaitable[Finding]]]] = [
        ("database", _database),
        ("bank", _bank),
        ("embedding", _embedding),
        ("judge", _judge),
        ("telegram", _telegram),
        ("speech", _speech),
        ("code", _code),
        *([("access", _access)] if settings.telegram_token.get_secret_value() else []),
    ]
    return [
        _python(),
        *misspelt,
        *[await _in_time(name, check, settings) for name, check in checks],
        *_proxies(),
    ]


async def _in_time(name: str, check: Callable[[Settings], Awaitable[Finding]], settings: Settings) -> Finding:
    try:
        async with asyncio.timeout(PATIENCE * 3 if name == "embedding" else PATIENCE):
            return await check(settings)
    except TimeoutError:
        return Finding(
            name, "wrong", f"no answer within {PATIENCE:.0f} seconds", f"Check the address and {_network()}."
        )
    except (AttributeError, TypeError, ValueError, RecursionError):
        return Finding(name, "wrong", "the server's answer cannot be understood", "Check the address.")


def _network() -> str:
    return f"the network (proxies come from {', '.join(PROXIES)})"


def _python() -> Finding:
    return Finding("python", "good", f"{platform.python_version()} on {platform.system()} {platform.machine()}")


async def _database(settings: Settings) -> Finding:
    from storage.database import StorageError
    from storage.upgrade import check

    where = without_password(settings.database_url)
    try:
        schema = await asyncio.to_thread(check, settings.database_url)
    except StorageError as error:
        return Finding("database", "wrong", str(error))
    if schema.is_newer:
        return Finding(
            "database", "wrong", f"{where}: the schema is newer than this program", "Install the newer version."
        )
    if not schema.is_current and where.startswith("sqlite"):
        return Finding("database", "note", f"{where}: is made or brought up to date at the first start")
    if not schema.is_current:
        return Finding(
            "database", "wrong", f"{where}: the schema is older than this program", "Run: interviewer db upgrade"
        )
    return Finding("database", "good", where)


async def _bank(settings: Settings) -> Finding:
    from questions.bank import load_bank

    bank = await asyncio.to_thread(load_bank, settings.bank)
    both = sum(len(q.languages) == 2 for q in bank.questions.values())
    said = f"{len(bank.questions)} questions over {len(bank.topics)} topics, {both} of them in both languages"
    if bank.problems:
        first = "; ".join(str(problem) for problem in bank.problems[:3])
        return Finding("bank", "wrong", f"{said}; {len(bank.problems)} problems: {first}", "Run: interviewer bank lint")
    return Finding("bank", "good", said)


async def _embedding(settings: Settings) -> Finding:
    from grader.embedding import load_embedder

    if settings.embedding_model == "none" and not settings.embedding_url:
        return Finding("embedding", "note", "off (EMBEDDING_MODEL=none): answers are compared by words")
    embedder = await asyncio.to_thread(load_embedder, settings.embedding_model, settings.embedding_url)
    if embedder is None:
        missing = importlib.util.find_spec("sentence_transformers") is None
        do = "Install the extra: pip install 'mock-interviewer[local]', or set EMBEDDING_URL." if missing else ""
        return Finding("embedding", "note", "not available: answers are compared by words", do)
    return Finding("embedding", "good", embedder.name)


async def _judge(settings: Settings) -> Finding:
    if not settings.judge_url:
        return Finding(
            "judge",
            "note",
            "none: marks are estimates, correctness not verified",
            "Set INTERVIEWER_JUDGE_URL to have one.",
        )
    headers = {}
    if key := settings.judge_api_key.get_secret_value():
        headers["Authorization"] = f"Bearer {key}"
    status, said = await _asked(f"{settings.judge_url}/models", headers)
    if status in (401, 403):
        return Finding(
            "judge",
            "wrong",
            f"{without_password(settings.judge_url)} rejects the key",
            "Correct INTERVIEWER_JUDGE_API_KEY.",
        )
    if status != 200 or not isinstance(said, dict):
        return Finding(
            "judge",
            "wrong",
            f"{without_password(settings.judge_url)}: {said}",
            f"Start the server, or check the address and {_network()}.",
        )
    listed = [str(model.get("id")) for model in said.get("data", []) if isinstance(model, dict)]
    if settings.judge_model and settings.judge_model not in listed:
        return Finding(
            "judge",
            "wrong",
            f"the server has no model {settings.judge_model!r}; it lists {', '.join(listed)}",
            "Correct INTERVIEWER_JUDGE_MODEL.",
        )
    return Finding(
        "judge",
        "good",
        f"{settings.judge_model or ', '.join(listed)} at {without_password(settings.judge_url)}",
        "`interviewer judge check` proves that it does what the grader needs.",
    )


async def _telegram(settings: Settings) -> Finding:
    token = settings.telegram_token.get_secret_value()
    if not token:
        return Finding(
            "telegram",
            "note",
            "no token: only the terminal works",
            "Ask @BotFather for a token and set INTERVIEWER_TELEGRAM_TOKEN.",
        )
    status, said = await _asked(f"{settings.telegram_api_url}/bot{token}/getMe", {})
    if status in (401, 404):
        return Finding(
            "telegram",
            "wrong",
            "the token is rejected",
            "Copy the token from @BotFather into INTERVIEWER_TELEGRAM_TOKEN.",
        )
    if status != 200 or not isinstance(said, dict):
        return Finding(
            "telegram",
            "wrong",
            f"{without_password(settings.telegram_api_url)} cannot be reached: {said}",
            f"Check {_network()}.",
        )
    return Finding("telegram", "good", f"@{said.get('result', {}).get('username', '?')}")


async def _speech(settings: Settings) -> Finding:
    if not settings.speech_url:
        return Finding("speech", "note", "off: voice messages are answered with a request to write")
    status, said = await _asked(f"{settings.speech_url}/models", {})
    if status == 0:
        return Finding("speech", "wrong", f"{without_password(settings.speech_url)}: {said}", f"Check {_network()}.")
    return Finding("speech", "good", without_password(settings.speech_url))


async def _access(settings: Settings) -> Finding:
    if settings.allowed_users or await _invited(settings):
        return Finding("access", "good", "only administrators, allowed users and invited people are let in")
    do = "Set INTERVIEWER_ALLOWED_USERS or invite people: interviewer people invite"
    return Finding("access", "note", "the bot is open to everybody", do)


async def _invited(settings: Settings) -> bool:
    """Whether anybody was ever invited; not where the database cannot be read, of which another check tells."""
    from storage import groups
    from storage.database import Database, StorageError
    from storage.upgrade import check

    try:
        if not (await asyncio.to_thread(check, settings.database_url)).is_current:
            return False
        db = Database.open(settings.database_url)
        try:
            async with db.read() as tx:
                return await groups.are_there_invitations(tx)
        finally:
            await db.close()
    except StorageError:
        return False


async def _code(settings: Settings) -> Finding:
    """What stands between a person's code and this machine. Without it hands-on tasks are not run, all else works."""
    from runner.client import Level, protection

    guarded = await protection(settings.runner)
    if guarded.level is not Level.NONE:
        return Finding("code", "good", guarded.said)
    elsewhere = settings.runner not in ("auto", "none")
    return Finding("code", "wrong" if elsewhere else "note", f"no code is run: {guarded.said}", guarded.do)


def _proxies() -> list[Finding]:
    """Proxy settings are named, because they are what most often makes a server unreachable."""
    used = [name for name in PROXIES if os.environ.get(name) or os.environ.get(name.lower())]
    found = [Finding("proxy", "note", f"{', '.join(used)} in use")] if used else []
    if shutil.which("nvidia-smi"):
        found.append(
            Finding("gpu", "note", "there is a GPU: `interviewer judge serve` prints how to run the judge on it")
        )
    return found


async def _asked(url: str, headers: dict[str, str]) -> tuple[int, object]:
    """Status and JSON of an address, or 0 and why it could not be asked; secrets in the address are not repeated."""
    import httpx

    try:
        async with httpx.AsyncClient(timeout=PATIENCE - 1) as client:
            response = await client.get(url, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return 0, f"{type(error).__name__.removesuffix('Error')} error"
    try:
        return response.status_code, response.json()
    except ValueError:
        return response.status_code, f"HTTP {response.status_code} without JSON"


def telegram_name(settings: Settings) -> str:
    """The bot's user name, "" when it has no token or cannot be asked."""
    finding = asyncio.run(_in_time("telegram", _telegram, settings))
    return finding.said if finding.state == "good" else ""
