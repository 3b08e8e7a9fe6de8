"""Invoices, by which orders are paid where no payment service is."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invoices",
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("seller", sa.JSON(), nullable=False),
        sa.Column("bank", sa.JSON(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("invoices")
