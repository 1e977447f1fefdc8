"""Questions are found by their agency and moment: those of one beat then stand together in the index."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A person's own questions are found by the key that keeps them from being put twice."""
    op.create_index("ix_nudges_workspace_planned_at", "nudges", ["workspace", "planned_at"])
    op.drop_index("ix_nudges_enrollment_id_planned_at", table_name="nudges")
