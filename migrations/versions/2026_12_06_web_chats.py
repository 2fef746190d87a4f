"""People are talked to on a page, too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_06_web_chats"
down_revision = "2026_12_05_parked"
branch_labels = None
depends_on = None

NAME = "ck_chats_channel"
BEFORE = "channel IN ('terminal', 'telegram')"
AFTER = "channel IN ('terminal', 'telegram', 'web')"
LAST = sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'chats'")


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    op.execute("UPDATE chats SET channel = 'terminal', address = 'page ' || address WHERE channel = 'web'")
    _allow(BEFORE)


def _allow(condition: str) -> None:
    """On SQLite the table is made anew: the numbers it gave away are not given again afterwards either."""
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    last = connection.execute(LAST).scalar() if is_sqlite else None
    with op.batch_alter_table("chats", table_kwargs={"sqlite_autoincrement": True}) as chats:
        chats.drop_constraint(op.f(NAME), type_="check")
        chats.create_check_constraint(op.f(NAME), condition)
    if last is not None:
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'chats'"))
        connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('chats', :last)"), {"last": last})
