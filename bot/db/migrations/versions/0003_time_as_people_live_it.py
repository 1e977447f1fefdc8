"""An agency's closing days, days away, what Slack says of people, and when somebody's hours moved."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An agency's closing days, days away, what Slack says of people, and when somebody's hours moved."""
    op.create_table(
        "whereabouts",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("gone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("away", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("away_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "person", name=op.f("pk_whereabouts")),
    )
    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("away", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("quiet_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("zone_moved_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("programs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("holidays_of", sa.String(), server_default="none", nullable=False))
        batch_op.add_column(sa.Column("closed_days", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("work_days", sa.String(), server_default="", nullable=False))

    op.execute(
        "INSERT INTO whereabouts (workspace, person, zone) "
        "SELECT workspace, caseworker, zone FROM enrollments "
        "UNION SELECT workspace, person, zone FROM coaches WHERE NOT EXISTS (SELECT 1 FROM enrollments "
        "WHERE enrollments.workspace = coaches.workspace AND enrollments.caseworker = coaches.person)"
    )
