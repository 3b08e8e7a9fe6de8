"""Product versions, publications, drafts, specs and their revisions."""

import sqlalchemy as sa
from alembic import op

from app.core.database import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product_versions",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("product", sa.String(64), nullable=False, index=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("product", sa.String(64), nullable=False),
        sa.Column("version", sa.String(64), sa.ForeignKey("product_versions.hash"), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_publications_product_id", "publications", ["product", "id"])
    op.create_table(
        "drafts",
        sa.Column("guest", sa.String(64), primary_key=True),
        sa.Column("product", sa.String(64), primary_key=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "specs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(11), nullable=False, unique=True),
        sa.Column("guest", sa.String(64), nullable=False, index=True),
        sa.Column("product", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "spec_revisions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("spec_id", sa.Integer(), sa.ForeignKey("specs.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(64), sa.ForeignKey("product_versions.hash"), nullable=False),
        sa.Column("base", sa.String(64), nullable=False),
        sa.Column("region", sa.String(64), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("spec_id", "number"),
    )


def downgrade() -> None:
    for table in ("spec_revisions", "specs", "drafts", "publications", "product_versions"):
        op.drop_table(table)
