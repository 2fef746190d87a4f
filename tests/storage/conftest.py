"""What the tests of the database build from: people, chats, interviews with real questions."""

from __future__ import annotations
