"""What Slack says of everybody with a part in the program: guests, when Slack was last asked; and the coach of before."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Supervisors, leads and parent partners get a row, too; Slack is asked about each within a day."""
    op.add_column("whereabouts", sa.Column("guest", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("whereabouts", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_whereabouts_asked_at"), "whereabouts", ["asked_at"], unique=False)
    op.add_column("enrollments", sa.Column("coach_before", sa.String(), nullable=True))
    _expect_everybody()


def _expect_everybody() -> None:
    names = {"enrollments": "supervisor", "programs": "lead", "parent_partners": "person"}
    known = sa.table("whereabouts", sa.column("workspace", sa.String()), sa.column("person", sa.String()))
    for table, name in names.items():
        each = sa.table(table, sa.column("workspace", sa.String()), sa.column(name, sa.String()))
        there = sa.exists().where(known.c.workspace == each.c.workspace, known.c.person == each.c[name])
        missing = sa.select(each.c.workspace, each.c[name]).where(~there).distinct()
        op.execute(sa.insert(known).from_select(["workspace", "person"], missing))
