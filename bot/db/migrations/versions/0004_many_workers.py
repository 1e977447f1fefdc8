"""Many workers: who holds a message since when, how fast each workspace may be spoken to, and PostgreSQL's task queue.

The queue's own schema is the one that the pinned version of Procrastinate carries. A newer version of it comes with
migrations of its own (`procrastinate.schema.SchemaManager.get_migrations_path()`), which then belong in a migration here.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what several workers need; nothing that the version before reads is changed."""
    op.create_table(
        "paces",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("full_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "way", name=op.f("pk_paces")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("on_the_wire", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.drop_index(batch_op.f("ix_deliveries_state_due_at"))
        batch_op.create_index(
            batch_op.f("ix_deliveries_state_workspace_due_at"), ["state", "workspace", "due_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_deliveries_workspace_tried_at"), ["workspace", "tried_at"], unique=False)
    with op.batch_alter_table("inbound", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbound_received_at"), ["received_at"], unique=False)
    # What the version before holds at this moment may be on the wire: it is looked for before it is said again.
    op.execute("UPDATE deliveries SET on_the_wire = ambiguous WHERE state = 'claimed'")
    if op.get_bind().dialect.name == "postgresql":
        from procrastinate.schema import SchemaManager  # noqa: PLC0415 - SQLite has no task queue

        # By the driver's own cursor: many statements at once, in which a percent sign is no placeholder.
        op.get_bind().connection.cursor().execute(SchemaManager.get_schema())
