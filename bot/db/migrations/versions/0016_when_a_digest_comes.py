"""What a coach chose for their digest: a day, a time, or before sessions, each in a column of its own."""

from datetime import time

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the packed wish ("4 08:30", or "sessions") apart; what coaches chose stays as it is."""
    op.add_column("coaches", sa.Column("own_day", sa.Integer(), nullable=True))
    op.add_column("coaches", sa.Column("own_time", sa.Time(), nullable=True))
    op.add_column("coaches", sa.Column("before_sessions", sa.Boolean(), server_default=sa.false(), nullable=False))
    coaches = sa.table(
        "coaches",
        sa.column("workspace", sa.String()),
        sa.column("person", sa.String()),
        sa.column("digest_wish", sa.String()),
        sa.column("own_day", sa.Integer()),
        sa.column("own_time", sa.Time()),
        sa.column("before_sessions", sa.Boolean()),
    )
    chosen = sa.select(coaches.c.workspace, coaches.c.person, coaches.c.digest_wish)
    for workspace, person, wish in op.get_bind().execute(chosen.where(coaches.c.digest_wish.is_not(None))).all():
        whose = (coaches.c.workspace == workspace, coaches.c.person == person)
        op.execute(sa.update(coaches).where(*whose).values(_columns(wish)))
    with op.batch_alter_table("coaches", schema=None) as batch_op:
        batch_op.drop_column("digest_wish")


def _columns(wish: str) -> dict[str, object]:
    if wish == "sessions":
        return {"before_sessions": True}
    day, at = wish.split(" ")
    return {"own_day": int(day), "own_time": time.fromisoformat(at)}
