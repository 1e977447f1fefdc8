"""In which language a person reads, and in which one a path is walked."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everybody reads English until Slack or they themselves say something else."""
    op.create_table(
        "languages",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("chosen", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "person", name=op.f("pk_languages")),
    )
    op.add_column("reflections", sa.Column("language", sa.String(), server_default="en", nullable=False))
    op.add_column("reflections", sa.Column("translation", sa.Integer(), server_default="0", nullable=False))
