"""Parent partners: who takes part, what they said of the questions, who was shown it, and how far families see a principle."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, empty."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "parent_partners",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("invited_by", sa.String(), nullable=False),
        sa.Column("invited_at", moment, nullable=False),
        sa.Column("agreed_to", sa.Integer(), nullable=True),
        sa.Column("agreed_at", moment, nullable=True),
        sa.Column("left_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("workspace", "person", name=op.f("pk_parent_partners")),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("prompt_id", sa.String(), nullable=False),
        sa.Column("prompt_version", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("has_words", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("vouched", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint(
            "workspace",
            "person",
            "prompt_id",
            "prompt_version",
            name=op.f("uq_reviews_workspace_person_prompt_id_prompt_version"),
        ),
    )
    op.create_index(op.f("ix_reviews_workspace_prompt_id"), "reviews", ["workspace", "prompt_id"])
    op.create_table(
        "review_reads",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("read_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_review_reads_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_reads")),
    )
    op.create_index(op.f("ix_review_reads_review_id"), "review_reads", ["review_id"])
    op.create_table(
        "family_marks",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("level", sa.LargeBinary(), nullable=False),
        sa.Column("marked_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "person", "topic", "month", name=op.f("pk_family_marks")),
    )
