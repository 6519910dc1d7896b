"""Bars, one blob per symbol, and the questions behind buttons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forwards."""
    op.create_table(
        "bars",
        sa.Column("symbol", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("symbol", name="pk_bars"),
    )
    op.create_table(
        "questions",
        sa.Column("key", sa.String(24), nullable=False),
        sa.Column("command", sa.String(64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("when", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_questions"),
    )
    op.create_index("ix_questions_expires_at", "questions", ["expires_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("questions")
    op.drop_table("bars")
