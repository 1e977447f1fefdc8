"""Numbers for a study of the program: one row for each month, counted once."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, empty: the next beat counts the last month."""
    op.create_table(
        "published_measures",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "month", name=op.f("pk_published_measures")),
    )
