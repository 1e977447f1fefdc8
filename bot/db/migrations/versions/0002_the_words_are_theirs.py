"""Keys for each person; agreements with terms; retention, holds and the audit; published figures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keys for each person; agreements with terms; retention, holds and the audit; published figures."""
    op.create_table(
        "audit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_workspace_at"), ["workspace", "at"], unique=False)

    op.create_table(
        "chest_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chest_names")),
    )
    op.create_table(
        "legal_holds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("placed_by", sa.String(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_holds")),
    )
    with op.batch_alter_table("legal_holds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legal_holds_workspace_person"), ["workspace", "person"], unique=False)

    op.create_table(
        "published_figures",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "month", name=op.f("pk_published_figures")),
    )
    op.drop_table("key_checks")
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("terms", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("vouched", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("celebrations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("vouched", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quiet_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("agreed_to", sa.String(), nullable=True))

    with op.batch_alter_table("programs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("privacy_contact", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("keep_words", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("keep_facts", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("keep_celebrations", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("keep_deliveries", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("keep_audit", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("terms", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("reads", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest_id", sa.String(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_reads_workspace_reader_read_at"), ["workspace", "reader", "read_at"], unique=False
        )

    op.execute(
        "UPDATE enrollments SET agreed_to = '1.0' WHERE EXISTS "
        "(SELECT 1 FROM agreements WHERE agreements.enrollment_id = enrollments.id AND agreements.said = 'yes')"
    )
