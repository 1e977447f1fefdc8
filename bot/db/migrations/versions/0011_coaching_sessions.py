"""Dates of coaching sessions, digests about one of them, when a coach wants theirs, and answers that are kept back."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the dates, empty; whoever has a digest each week keeps it, and nothing that was shared is kept back."""
    op.create_table(
        "coaching_sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("enrollment_id", sa.String(), nullable=False),
        sa.Column("coach", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollments.id"], name=op.f("fk_coaching_sessions_enrollment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_sessions")),
    )
    for columns in (["enrollment_id", "at"], ["workspace", "coach", "at"], ["digest_at"]):
        op.create_index(op.f(f"ix_coaching_sessions_{'_'.join(columns)}"), "coaching_sessions", columns)
    op.add_column("coaches", sa.Column("digest_wish", sa.String(), nullable=True))
    op.add_column("answers", sa.Column("kept_back", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("digests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about", sa.String(), server_default="", nullable=False))
        batch_op.drop_constraint(op.f("uq_digests_workspace_coach_week"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_digests_workspace_coach_week_about"), ["workspace", "coach", "week", "about"]
        )
