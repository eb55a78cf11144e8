"""The table of people's own Odoo keys. The key itself is sealed."""

from __future__ import annotations

import sqlalchemy as sa

from bot.adapters.database.tables import UtcDateTime, metadata

personal_keys = sa.Table(
    "personal_keys",
    metadata,
    sa.Column("user_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("login", sa.String(200), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("given_at", UtcDateTime, nullable=False),
    sa.Column("ends", UtcDateTime),
    sa.Column("refused_at", UtcDateTime),
)
