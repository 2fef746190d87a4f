"""The loopback Bot API server and the bank, as the tests of Telegram have them."""

from tests.telegram.conftest import api, bank

__all__ = ["api", "bank"]
