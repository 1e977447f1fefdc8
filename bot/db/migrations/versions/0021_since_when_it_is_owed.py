"""Since when a message is owed that Slack's troubles put off."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Unknown for what is tried again just now: it counts from its next try, as until now. The index holds what was ever put off."""
    op.add_column("deliveries", sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=True))
    put_off = sa.text("first_due_at IS NOT NULL")
    op.create_index(
        op.f("ix_deliveries_state_first_due_at"),
        "deliveries",
        ["state", "first_due_at"],
        unique=False,
        sqlite_where=put_off,
        postgresql_where=put_off,
    )
