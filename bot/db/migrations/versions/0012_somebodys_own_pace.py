"""What belongs to one person's own pace: how quiet it has been, that they are new to the work, what their coach suggested."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. Nobody is taken for silent: questions are counted from now on."""
    op.add_column("enrollments", sa.Column("silent", sa.Integer(), server_default="0", nullable=False))
    op.add_column("enrollments", sa.Column("new_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("enrollments", sa.Column("suggested", sa.String(), nullable=True))
    op.add_column("enrollments", sa.Column("suggested_by", sa.String(), nullable=True))
    op.add_column("enrollments", sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("nudges", sa.Column("suggested_by", sa.String(), nullable=True))
