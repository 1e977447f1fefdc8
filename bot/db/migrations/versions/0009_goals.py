"""Goals that a caseworker and their coach agree on: their words, their levels, and who was shown them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the four tables, empty."""
    op.create_table(
        "goals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("enrollment_id", sa.String(), nullable=False),
        sa.Column("caseworker", sa.String(), nullable=False),
        sa.Column("coach", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("caseworker_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("coach_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follows", sa.String(), nullable=True),
        sa.Column("successor", sa.String(), nullable=True),
        sa.Column("asked_in", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closing", sa.LargeBinary(), nullable=True),
        sa.Column("closing_reader", sa.String(), nullable=True),
        sa.Column("vouched", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollments.id"], name=op.f("fk_goals_enrollment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
    )
    op.create_index(op.f("ix_goals_enrollment_id_state"), "goals", ["enrollment_id", "state"])
    op.create_index(op.f("ix_goals_workspace_touched_at"), "goals", ["workspace", "touched_at"])
    op.create_table(
        "goal_wordings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("goal_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("worded_by", sa.String(), nullable=False),
        sa.Column("worded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Date(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("vouched", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_wordings_goal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_wordings")),
        sa.UniqueConstraint("goal_id", "number", name=op.f("uq_goal_wordings_goal_id_number")),
    )
    op.create_table(
        "goal_levels",
        sa.Column("goal_id", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("level", sa.LargeBinary(), nullable=False),
        sa.Column("reader", sa.String(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_levels_goal_id")),
        sa.PrimaryKeyConstraint("goal_id", "week", name=op.f("pk_goal_levels")),
    )
    op.create_table(
        "goal_reads",
        sa.Column("goal_id", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("digest_id", sa.String(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_reads_goal_id")),
        sa.PrimaryKeyConstraint("goal_id", "reader", "occasion", name=op.f("pk_goal_reads")),
    )
    op.create_index(op.f("ix_goal_reads_workspace_read_at"), "goal_reads", ["workspace", "read_at"])
