from __future__ import annotations

import pytest

from questions.bank import Bank, load_bank
from questions.model import Question
from tests.telegram.conftest import api

__all__ = ["api", "bank", "some"]


@pytest.fixture(scope="session")
def bank() -> Bank:
    return load_bank()


@pytest.fixture(scope="session")
def some(bank: Bank) -> list[Question]:
    """Twelve questions of the packaged bank, of several topics."""
    return list(bank.questions.values())[::10][:12]
