"""`Tx`: an open transaction, as everything outside `storage` names it."""

from sqlalchemy.ext.asyncio import AsyncConnection

Tx = AsyncConnection
