"""What Slack calls a workspace in which the app is installed, and who may set its program up."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Unknown for what was installed before: the workspace goes by its id, and whoever is first sets it up, as until now."""
    op.add_column("installations", sa.Column("name", sa.String(), nullable=True))
    op.add_column("installations", sa.Column("first_lead", sa.String(), nullable=True))
