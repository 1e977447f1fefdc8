"""Keys that are still to be forgotten get a table of their own: among what was heard, a search for them read it all."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Move what is owed into the new table."""
    op.create_table(
        "keys_to_forget",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "person", name=op.f("pk_keys_to_forget")),
    )
    op.execute(
        "INSERT INTO keys_to_forget (workspace, person, owed_at) "
        "SELECT workspace, substr(key, 8), received_at FROM inbound WHERE key LIKE 'forget:%'"
    )
    op.execute("DELETE FROM inbound WHERE key LIKE 'forget:%'")
