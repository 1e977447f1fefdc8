"""Which small successes the clock took out because their time was over, so that their owner is not told that they did."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark; whatever was taken out before counts as its owner's deed, as it was told then."""
    op.add_column("celebrations", sa.Column("purged", sa.Boolean(), server_default=sa.false(), nullable=False))
