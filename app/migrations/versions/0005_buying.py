"""Carts, orders with all that is kept of them, payment attempts, events, refunds."""

import sqlalchemy as sa
from alembic import op

from app.core.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN = sa.text("ordered_at IS NULL")


def upgrade() -> None:
    _carts()
    _orders()
    _payments()


def _carts() -> None:
    op.create_table(
        "carts",
        sa.Column("id", sa.Integer(), primary_key=True),
        _guest(),
        _person("person_id"),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ordered_at", UtcDateTime()),
        sa.Column("delivery", sa.JSON(), nullable=False),
    )
    for owner in ("guest", "person_id"):
        op.create_index(f"ix_carts_{owner}", "carts", [owner])
        op.create_index(f"uq_carts_{owner}", "carts", [owner], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "cart_lines",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("cart_id", sa.Integer(), sa.ForeignKey("carts.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("spec_id", sa.Integer(), sa.ForeignKey("specs.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("revision_id", sa.Integer(), sa.ForeignKey("spec_revisions.id", ondelete="CASCADE"), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime()),
    )


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("cart_id", sa.Integer(), nullable=False, unique=True),
        sa.Column("seal", sa.String(64), nullable=False),
        _guest(),
        _person("person_id"),
        sa.Column("email", sa.String(254), nullable=False, index=True),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("region", sa.String(64), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("shipping", sa.BigInteger(), nullable=False),
        sa.Column("tax_label", sa.JSON(), nullable=False),
        sa.Column("tax_rate", sa.String(10), nullable=False),
        sa.Column("tax_added", sa.Boolean(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("delivery", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("placed_at", UtcDateTime(), nullable=False),
        sa.Column("payment", sa.String(12), nullable=False),
        sa.Column("work", sa.String(16), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        _person("reviewer_id"),
        sa.Column("reviewed_since", UtcDateTime()),
    )
    for owner in ("guest", "person_id"):
        op.create_index(f"ix_orders_{owner}", "orders", [owner])
    op.create_index("ix_orders_work_placed_at", "orders", ["work", "placed_at"])
    op.create_table(
        "order_lines",
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("spec_code", sa.String(11), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(64), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
    )
    op.create_table(
        "order_changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id"), nullable=False, index=True),
        sa.Column("before", sa.String(16), nullable=False),
        sa.Column("after", sa.String(16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(10), nullable=False),
        _person("person_id"),
        sa.Column("why", sa.Text(), nullable=False),
    )
    op.create_table(
        "order_messages",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id"), nullable=False, index=True),
        sa.Column("by", sa.String(10), nullable=False),
        _person("person_id"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
    )


def _payments() -> None:
    op.create_table(
        "payment_attempts",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id"), nullable=False, index=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("state", sa.String(10), nullable=False, index=True),
        sa.Column("page_id", sa.String(100)),
        sa.Column("payment_intent", sa.String(100), index=True),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime()),
        sa.Column("asked_at", UtcDateTime()),
    )
    op.create_table(
        "payment_events",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("type", sa.String(60), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "refunds",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("attempt_id", sa.String(32), sa.ForeignKey("payment_attempts.id"), nullable=False, unique=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(60), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime()),
    )


def _guest() -> sa.Column[str]:
    return sa.Column("guest", sa.String(64))


def _person(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey("people.id", ondelete="SET NULL"))


def downgrade() -> None:
    tables = ("refunds", "payment_events", "payment_attempts", "order_messages", "order_changes", "order_lines")
    for table in (*tables, "orders", "cart_lines", "carts"):
        op.drop_table(table)
