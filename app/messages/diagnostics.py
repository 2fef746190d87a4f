"""What `app.diagnostics` says, in one language: a protocol that each language implements."""

from __future__ import annotations

from typing import Protocol


class DiagnosticWords(Protocol):
    """What the checks say, in one language."""

    CHECK_SPELLING: str
    CORRECT_SETTING: str
    CHECK_ADDRESS: str
    NOT_UNDERSTOOD: str
    SCHEMA_NEWER: str
    INSTALL_NEWER: str
    SCHEMA_AT_START: str
    SCHEMA_OLDER: str
    UPGRADE: str
    LINT: str
    EMBEDDER_OFF: str
    EMBEDDER_MISSING: str
    INSTALL_EMBEDDER: str
    NO_JUDGE: str
    SET_JUDGE: str
    CORRECT_KEY: str
    CORRECT_MODEL: str
    CHECK_JUDGE: str
    ONLY_TERMINAL: str
    ASK_BOTFATHER: str
    REJECTED_BY_TELEGRAM: str
    COPY_AGAIN: str
    SPEECH_OFF: str
    INVITED_ONLY: str
    OPEN_TO_ALL: str
    LIMIT_ACCESS: str
    GPU: str

    def no_setting(self, name: str) -> str: ...
    def no_answer(self, seconds: int) -> str: ...
    def check_network(self, proxies: str) -> str: ...
    def start_or_check(self, proxies: str) -> str: ...
    def python(self, version: str, system: str) -> str: ...
    def bank(self, questions: int, topics: int, both: int) -> str: ...
    def problems(self, number: int, first: str) -> str: ...
    def key_rejected(self, address: str) -> str: ...
    def no_model(self, wanted: str, listed: str) -> str: ...
    def judge_is(self, model: str, address: str) -> str: ...
    def unreachable(self, address: str, why: str) -> str: ...
    def no_code(self, why: str) -> str: ...
    def proxies(self, names: str) -> str: ...
