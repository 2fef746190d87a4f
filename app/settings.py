"""Settings: environment variables or a `.env` file, all prefixed `INTERVIEWER_`."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from dotenv.parser import Binding, parse_stream
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from questions.errors import InterviewerError, sentence

PREFIX = "INTERVIEWER_"
OTHERS = {"INTERVIEWER_TESTS_STRICT"}  # of the tests, not of the program
PUBLIC_TELEGRAM = "https://api.telegram.org"
PACKAGED_EMBEDDER = "packaged"


class WrongSettings(InterviewerError):
    """Settings that cannot be used; `problems`: one finished sentence per variable."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def data_folder() -> Path:
    """The folder of the person's own data; made when something is first written there."""
    from platformdirs import user_data_path

    return user_data_path("mock-interviewer", appauthor=False)


def _numbers(value: object) -> object:
    if not isinstance(value, str):
        return value
    listed = value.replace(",", " ").split()
    if not all(one.isascii() and one.isdigit() for one in listed):
        raise ValueError(sentence("must be Telegram numbers such as 123456789, with commas between them"))
    return listed


def _paths(value: object) -> object:
    return (
        [part for part in value.replace(",", os.pathsep).split(os.pathsep) if part] if isinstance(value, str) else value
    )


Ids = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_numbers)]
Paths = Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_paths)]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: str = Field(default_factory=lambda: f"sqlite:///{data_folder() / 'interviews.db'}")
    bank: Paths = ()

    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = PUBLIC_TELEGRAM
    telegram_rate: float = Field(default=30.0, gt=0, le=10_000)  # drills, digests and reports a second
    reply_rate: float = Field(default=300.0, gt=0, le=10_000)  # most replies a second; they begin at 30
    webhook_url: str = ""
    webhook_listen: str = "127.0.0.1:8443"
    webhook_secret: SecretStr = SecretStr("")
    admins: Ids = ()
    allowed_users: Ids = ()

    judge_url: str = ""
    judge_model: str = ""
    judge_api_key: SecretStr = SecretStr("")
    judge_timeout: float = Field(default=120.0, gt=0, le=3600)
    judge_thinking: bool | None = None  # whether a reasoning model reasons first; None leaves it to the server
    second_judge_model: str = ""
    second_opinions: float = Field(default=0.15, ge=0, le=1)

    settle_seconds: float = Field(default=8.0, ge=0, le=600)  # silence that ends an answer; 0: each message is one
    answers_per_minute: int = Field(default=20, ge=1)
    judged_per_day: int = Field(default=300, ge=0)
    judge_tokens_per_day: int = Field(default=0, ge=0)  # read and written, for everybody together; 0: no limit

    embedding_model: str = PACKAGED_EMBEDDER
    embedding_url: str = ""
    speech_url: str = ""
    speech_model: str = ""

    runner: str = "auto"  # where a person's code runs: this machine's sandbox, nowhere, or a service

    language: Literal["zh", "en"] | None = None
    timezone: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    metrics_listen: str = ""
    backup_recipient: str = ""  # a public key of age, to which backups are encrypted; empty: they are not
    web_listen: str = ""  # where the page is served for people who sign in; a proxy with TLS stands before it
    web_url: str = ""  # its public address

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://")):
            raise ValueError(sentence("must start with sqlite:/// or postgresql://"))
        return value

    @field_validator("telegram_api_url", "webhook_url", "judge_url", "embedding_url", "speech_url", "web_url")
    @classmethod
    def _http(cls, value: str) -> str:
        value = value.rstrip("/")
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
            raise ValueError(sentence("must be an http:// or https:// address"))
        return value

    @field_validator("judge_url")
    @classmethod
    def _versioned(cls, value: str) -> str:
        if value and not value.endswith("/v1"):
            raise ValueError(sentence("must end in /v1"))
        return value

    @field_validator("runner")
    @classmethod
    def _runner(cls, value: str) -> str:
        if value not in ("auto", "none") and not value.startswith(("unix:/", "http://", "https://")):
            raise ValueError(sentence("must be auto, none, unix:/PATH or http://HOST:PORT"))
        return value

    @field_validator("webhook_listen", "metrics_listen", "web_listen")
    @classmethod
    def _host_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if value and not (host and port.isdigit() and 0 < int(port) < 65536):
            raise ValueError(sentence("must be host:port, for example 127.0.0.1:8443"))
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value:
            try:
                ZoneInfo(value)
            except (OSError, ValueError, KeyError) as error:
                raise ValueError(sentence("must be a zone such as Asia/Shanghai")) from error
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if text and not (len(text) <= 256 and all(c.isascii() and (c.isalnum() or c in "_-") for c in text)):
            raise ValueError(sentence("must be 1–256 characters of A-Z a-z 0-9 _ -"))
        return value

    @model_validator(mode="after")
    def _webhook(self) -> Settings:
        if self.webhook_url and not self.webhook_secret.get_secret_value():
            raise ValueError(sentence("INTERVIEWER_WEBHOOK_SECRET: must be set when INTERVIEWER_WEBHOOK_URL is"))
        return self

    @model_validator(mode="after")
    def _page(self) -> Settings:
        if bool(self.web_listen) != bool(self.web_url):
            raise ValueError(
                sentence("INTERVIEWER_WEB_URL: must be set when INTERVIEWER_WEB_LISTEN is, and the other way round")
            )
        if urlsplit(self.web_url).path:
            raise ValueError(sentence("INTERVIEWER_WEB_URL: must be an address without a path"))
        return self

    @property
    def bot_id(self) -> int:
        """The number of the Telegram bot, which its token begins with; 0 for a token that is none."""
        number = self.telegram_token.get_secret_value().partition(":")[0]
        return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret there is, passwords inside addresses included, as they may turn up in a text."""
        keys = [key.get_secret_value() for key in (self.telegram_token, self.judge_api_key, self.webhook_secret)]
        addresses = (self.database_url, self.telegram_api_url, self.judge_url, self.embedding_url, self.speech_url)
        written = [password for address in addresses for password in _passwords(address)]
        return tuple(dict.fromkeys(secret for held in (*keys, *written) if held for secret in (held, unquote(held))))


def host_port(listen: str) -> tuple[str, int]:
    """ "host:port" taken apart; the value was validated with the settings."""
    host, _, port = listen.rpartition(":")
    return host.strip("[]"), int(port)


def _passwords(address: str) -> list[str]:
    """What an address holds between its user and its host, or says as its parameter `password`."""
    try:
        parts = urlsplit(address)
        named = [value for name, value in parse_qsl(parts.query) if name in ("password", "sslpassword")]
        return [*named, parts.password or ""]
    except ValueError:  # an address that cannot be taken apart is refused by whoever is to use it
        return []


def without_password(address: str) -> str:
    """The address as it may be shown: without user, password and parameters."""
    if address.startswith("sqlite:"):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return "?"
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def load(**overrides: object) -> Settings:
    """The settings of this process; WrongSettings with one line per variable when any cannot be used."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic validates what the command line passes on
    except ValidationError as error:
        written = _written_at()
        raise WrongSettings([_sentence(dict(problem), written) for problem in error.errors()]) from error
    except UnicodeDecodeError as error:
        raise WrongSettings([sentence(".env: is not UTF-8 text; save it as UTF-8")]) from error


logging.getLogger("dotenv").setLevel(logging.ERROR)  # its warning does not name the file; `unread` does


def unknown() -> list[str]:
    """Names with our prefix, in the environment or .env, that are no setting: most likely misspelt ones."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    try:
        written = dotenv_values(".env", encoding="utf-8", interpolate=False)
    except (OSError, UnicodeDecodeError):
        written = {}
    names = {name.upper() for name in (*os.environ, *written) if name.upper().startswith(PREFIX)}
    return sorted(names - known - OTHERS)


def unread() -> list[int]:
    """Numbers of the lines of .env that are neither an assignment nor a comment."""
    return [binding.original.line for binding in _bindings() if binding.error]


def _written_at() -> dict[str, int]:
    """The line of .env in which each variable is set that the environment does not set."""
    return {b.key.upper(): b.original.line for b in _bindings() if b.key and b.key.upper() not in os.environ}


def _bindings() -> list[Binding]:
    try:
        with Path(".env").open(encoding="utf-8") as file:
            return list(parse_stream(file))
    except (OSError, UnicodeDecodeError):
        return []


def _sentence(problem: Mapping[str, Any], written: Mapping[str, int]) -> str:
    ours = problem.get("ctx", {}).get("error")
    fault: str = ours.args[0] if isinstance(ours, ValueError) else problem["msg"][:1].lower() + problem["msg"][1:]
    if not problem["loc"]:
        return fault
    name = f"{PREFIX}{problem['loc'][0]}".upper()
    if name in written:
        return sentence("{name}: {fault} (.env, line {line})", name=name, fault=fault, line=written[name])
    return sentence("{name}: {fault}", name=name, fault=fault)
