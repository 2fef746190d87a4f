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
    from app.messages.diagnostics import DiagnosticWords
    from app.settings import Settings

PATIENCE = 8.0  # seconds per check
PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
PROXIES_LISTED = ", ".join(PROXIES)
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


Check = Callable[["Settings", "DiagnosticWords"], Awaitable["Finding"]]


async def examine(say: DiagnosticWords) -> list[Finding]:
    """Every check, in the order in which a person would mend things; wrong settings end the list."""
    from app.settings import WrongSettings, load, unknown

    misspelt = [Finding("settings", "note", say.no_setting(name), say.CHECK_SPELLING) for name in unknown()]
    try:
        settings = load()
    except WrongSettings as wrong:
        do = say.CORRECT_SETTING
        return [*misspelt, *[Finding("settings", "wrong", problem, do) for problem in wrong.problems]]
    checks: list[tuple[str, Check]] = [
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
        _python(say),
        *misspelt,
        *[await _in_time(name, check, settings, say) for name, check in checks],
        *_proxies(say),
    ]


async def _in_time(name: str, check: Check, settings: Settings, say: DiagnosticWords) -> Finding:
    try:
        async with asyncio.timeout(PATIENCE * 3 if name == "embedding" else PATIENCE):
            return await check(settings, say)
    except TimeoutError:
        return Finding(name, "wrong", say.no_answer(int(PATIENCE)), say.check_network(PROXIES_LISTED))
    except (AttributeError, TypeError, ValueError, RecursionError):
        return Finding(name, "wrong", say.NOT_UNDERSTOOD, say.CHECK_ADDRESS)


def _python(say: DiagnosticWords) -> Finding:
    return Finding("python", "good", say.python(platform.python_version(), f"{platform.system()} {platform.machine()}"))


async def _database(settings: Settings, say: DiagnosticWords) -> Finding:
    from storage.database import StorageError
    from storage.upgrade import check

    where = without_password(settings.database_url)
    try:
        schema = await asyncio.to_thread(check, settings.database_url)
    except StorageError as error:
        return Finding("database", "wrong", error.args[0])
    if schema.is_newer:
        return Finding("database", "wrong", f"{where}: {say.SCHEMA_NEWER}", say.INSTALL_NEWER)
    if not schema.is_current and where.startswith("sqlite"):
        return Finding("database", "note", f"{where}: {say.SCHEMA_AT_START}")
    if not schema.is_current:
        return Finding("database", "wrong", f"{where}: {say.SCHEMA_OLDER}", say.UPGRADE)
    return Finding("database", "good", where)


async def _bank(settings: Settings, say: DiagnosticWords) -> Finding:
    from questions.bank import load_bank

    bank = await asyncio.to_thread(load_bank, settings.bank)
    both = sum(len(q.languages) == 2 for q in bank.questions.values())
    said = say.bank(len(bank.questions), len(bank.topics), both)
    if bank.problems:
        first = "; ".join(str(problem) for problem in bank.problems[:3])
        return Finding("bank", "wrong", f"{said}; {say.problems(len(bank.problems), first)}", say.LINT)
    return Finding("bank", "good", said)


async def _embedding(settings: Settings, say: DiagnosticWords) -> Finding:
    from grader.embedding import load_embedder

    if settings.embedding_model == "none" and not settings.embedding_url:
        return Finding("embedding", "note", say.EMBEDDER_OFF)
    embedder = await asyncio.to_thread(load_embedder, settings.embedding_model, settings.embedding_url)
    if embedder is None:
        missing = importlib.util.find_spec("sentence_transformers") is None
        do = say.INSTALL_EMBEDDER if missing else ""
        return Finding("embedding", "note", say.EMBEDDER_MISSING, do)
    return Finding("embedding", "good", embedder.name)


async def _judge(settings: Settings, say: DiagnosticWords) -> Finding:
    if not settings.judge_url:
        return Finding(
            "judge",
            "note",
            say.NO_JUDGE,
            say.SET_JUDGE,
        )
    headers = {}
    if key := settings.judge_api_key.get_secret_value():
        headers["Authorization"] = f"Bearer {key}"
    status, said = await _asked(f"{settings.judge_url}/models", headers)
    if status in (401, 403):
        return Finding(
            "judge",
            "wrong",
            say.key_rejected(without_password(settings.judge_url)),
            say.CORRECT_KEY,
        )
    if status != 200 or not isinstance(said, dict):
        return Finding(
            "judge",
            "wrong",
            f"{without_password(settings.judge_url)}: {said}",
            say.start_or_check(PROXIES_LISTED),
        )
    listed = [str(model.get("id")) for model in said.get("data", []) if isinstance(model, dict)]
    if settings.judge_model and settings.judge_model not in listed:
        return Finding(
            "judge",
            "wrong",
            say.no_model(settings.judge_model, ", ".join(listed)),
            say.CORRECT_MODEL,
        )
    return Finding(
        "judge",
        "good",
        say.judge_is(settings.judge_model or ", ".join(listed), without_password(settings.judge_url)),
        say.CHECK_JUDGE,
    )


async def _telegram(settings: Settings, say: DiagnosticWords) -> Finding:
    token = settings.telegram_token.get_secret_value()
    if not token:
        return Finding(
            "telegram",
            "note",
            say.ONLY_TERMINAL,
            say.ASK_BOTFATHER,
        )
    status, said = await _asked(f"{settings.telegram_api_url}/bot{token}/getMe", {})
    if status in (401, 404):
        return Finding(
            "telegram",
            "wrong",
            say.REJECTED_BY_TELEGRAM,
            say.COPY_AGAIN,
        )
    if status != 200 or not isinstance(said, dict):
        return Finding(
            "telegram",
            "wrong",
            say.unreachable(without_password(settings.telegram_api_url), str(said)),
            say.check_network(PROXIES_LISTED),
        )
    return Finding("telegram", "good", f"@{said.get('result', {}).get('username', '?')}")


async def _speech(settings: Settings, say: DiagnosticWords) -> Finding:
    if not settings.speech_url:
        return Finding("speech", "note", say.SPEECH_OFF)
    status, said = await _asked(f"{settings.speech_url}/models", {})
    if status == 0:
        return Finding(
            "speech", "wrong", f"{without_password(settings.speech_url)}: {said}", say.check_network(PROXIES_LISTED)
        )
    return Finding("speech", "good", without_password(settings.speech_url))


async def _access(settings: Settings, say: DiagnosticWords) -> Finding:
    if settings.allowed_users or await _invited(settings):
        return Finding("access", "good", say.INVITED_ONLY)
    return Finding("access", "note", say.OPEN_TO_ALL, say.LIMIT_ACCESS)


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


async def _code(settings: Settings, say: DiagnosticWords) -> Finding:
    """What stands between a person's code and this machine. Without it hands-on tasks are not run, all else works."""
    from runner.client import Level, protection

    guarded = await protection(settings.runner)
    if guarded.level is not Level.NONE:
        return Finding("code", "good", guarded.said)
    elsewhere = settings.runner not in ("auto", "none")
    return Finding("code", "wrong" if elsewhere else "note", say.no_code(guarded.said), guarded.do)


def _proxies(say: DiagnosticWords) -> list[Finding]:
    """Proxy settings are named, because they are what most often makes a server unreachable."""
    used = [name for name in PROXIES if os.environ.get(name) or os.environ.get(name.lower())]
    found = [Finding("proxy", "note", say.proxies(", ".join(used)))] if used else []
    if shutil.which("nvidia-smi"):
        found.append(Finding("gpu", "note", say.GPU))
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


def telegram_name(settings: Settings, say: DiagnosticWords) -> str:
    """The bot's user name, "" when it has no token or cannot be asked."""
    finding = asyncio.run(_in_time("telegram", _telegram, settings, say))
    return finding.said if finding.state == "good" else ""
