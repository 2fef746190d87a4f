"""Updates are known by their bot's number and their own; how many replies to each are written down is kept with it.

Whose updates the older rows are is not known here: they are adopted by the bot that starts next.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_12_04_inbox_by_bot"
down_revision = "2026_12_04_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("bot", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("inbox", sa.Column("said", sa.Integer(), nullable=False, server_default="0"))
    _known_by("update_id", "bot")
    with op.batch_alter_table("inbox") as batch:
        batch.alter_column("bot", server_default=None)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM inbox WHERE bot <> (SELECT max(bot) FROM inbox)"))
    _known_by("update_id")
    with op.batch_alter_table("inbox") as batch:
        batch.drop_column("said")
        batch.drop_column("bot")


def _known_by(*names: str) -> None:
    """Gives the inbox another primary key; SQLite copies the rows into a table that has it."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.drop_constraint("pk_inbox", "inbox", type_="primary")
        op.create_primary_key("pk_inbox", "inbox", list(names))
        return
    table = sa.Table("inbox", sa.MetaData(), autoload_with=connection)
    columns = [sa.Column(c.name, c.type, nullable=c.nullable, server_default=c.server_default) for c in table.columns]
    keyed = sa.Table("inbox", sa.MetaData(), *columns, sa.PrimaryKeyConstraint(*names, name="pk_inbox"))
    for index in table.indexes:
        where = index.dialect_options["sqlite"]["where"]
        sa.Index(index.name, *(keyed.c[c.name] for c in index.columns), sqlite_where=where)
    with op.batch_alter_table("inbox", copy_from=keyed, recreate="always"):
        pass
