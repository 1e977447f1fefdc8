"""A small success can go to the coach alone, and a coach can add a sentence of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column for whom it is, and two tables; what was posted before was for the channel."""
    op.add_column("celebrations", sa.Column("reader", sa.String(), nullable=True))
    op.create_table(
        "coach_notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("celebration_id", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("vouched", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["celebration_id"], ["celebrations.id"], name=op.f("fk_coach_notes_celebration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_notes")),
    )
    op.create_index(op.f("ix_coach_notes_celebration_id"), "coach_notes", ["celebration_id"])
    op.create_index(op.f("ix_coach_notes_workspace_author"), "coach_notes", ["workspace", "author"])
    op.create_table(
        "celebration_reads",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("celebration_id", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["celebration_id"],
            ["celebrations.id"],
            name=op.f("fk_celebration_reads_celebration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_celebration_reads")),
    )
    op.create_index(op.f("ix_celebration_reads_celebration_id"), "celebration_reads", ["celebration_id"])
    op.create_index(op.f("ix_celebration_reads_workspace_read_at"), "celebration_reads", ["workspace", "read_at"])
