"""Permissions in a ledger that nobody can change, facts, erasures; the outbox has lanes, orders can be restricted."""

import sqlalchemy as sa
from alembic import op

from app.core.database import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LEDGER = ("notices", "grants", "withdrawals", "uses")
GIVEN_UP = sa.text("failed_at IS NOT NULL")
IN_LANE = sa.text("lane <> ''")


def upgrade() -> None:
    _consent()
    _profile()
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id", ondelete="SET NULL"), index=True),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("cancelled_at", UtcDateTime()),
        sa.Column("done_at", UtcDateTime()),
    )
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("lane", sa.String(64), nullable=False, server_default=""))
        outbox.add_column(sa.Column("place", sa.Integer(), nullable=False, server_default="0"))
        outbox.alter_column("due_at", existing_type=UtcDateTime(), nullable=True)
    op.create_index(
        "uq_outbox_lane", "outbox", ["lane", "place"], unique=True, sqlite_where=IN_LANE, postgresql_where=IN_LANE
    )
    op.create_index("ix_outbox_failed_at", "outbox", ["failed_at"], sqlite_where=GIVEN_UP, postgresql_where=GIVEN_UP)
    with op.batch_alter_table("orders") as orders:
        orders.add_column(sa.Column("restricted_at", UtcDateTime(), nullable=True))
    op.execute("UPDATE carts SET delivery = '{}' WHERE ordered_at IS NOT NULL")  # it is in the order
    _append_only()


def _consent() -> None:
    op.create_table(
        "subjects",
        sa.Column("id", sa.String(32), primary_key=True),
        _person("person_id", unique=True),
        sa.Column("feed_id", sa.String(32), nullable=False, unique=True),
        sa.Column("restricted_at", UtcDateTime()),
    )
    op.create_table(
        "notices",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("subject", sa.String(32), nullable=False, index=True),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("notice", sa.String(64), sa.ForeignKey("notices.hash"), nullable=False),
        sa.Column("method", sa.String(60), nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "withdrawals",
        sa.Column("grant_id", sa.Integer(), sa.ForeignKey("grants.id"), primary_key=True),
        sa.Column("method", sa.String(60), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "uses",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("grant_id", sa.Integer(), sa.ForeignKey("grants.id"), nullable=False, index=True),
        sa.Column("fact", sa.Integer(), index=True),
        sa.Column("decision", sa.String(100), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
    )


def _profile() -> None:
    op.create_table(
        "facts",
        sa.Column("id", sa.Integer(), primary_key=True),
        _person("person_id"),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("value", sa.String(100), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), sa.ForeignKey("grants.id"), nullable=False, index=True),
        sa.Column("learned_at", UtcDateTime(), nullable=False),
        sa.Column("retain_until", UtcDateTime(), nullable=False, index=True),
        sa.Column("resting_until", UtcDateTime()),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.UniqueConstraint("person_id", "key", "value"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_facts_person_id", "facts", ["person_id", "id"])
    op.create_table(
        "fact_evidence",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fact_id", sa.Integer(), sa.ForeignKey("facts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False, index=True),
        sa.Column("signal", sa.String(10), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("fact_id", "ref"),
    )
    op.create_table(
        "tombstones",
        _person("person_id", primary_key=True),
        sa.Column("key", sa.String(100), primary_key=True),
        sa.Column("value", sa.String(100), primary_key=True),
        sa.Column("at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "skips",
        _person("person_id", primary_key=True),
        sa.Column("key", sa.String(100), primary_key=True),
        sa.Column("at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "question_budgets",
        _person("person_id", primary_key=True),
        sa.Column("questions", sa.Integer(), nullable=False),
    )


def _append_only() -> None:
    """What was read, granted, withdrawn and done stays written: the database refuses to change or remove it."""
    if op.get_bind().dialect.name == "sqlite":
        for table in LEDGER:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
    )
    for table in LEDGER:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _person(name: str, *, unique: bool = False, primary_key: bool = False) -> sa.Column[int]:
    whose = sa.ForeignKey("people.id", ondelete="CASCADE")
    return sa.Column(name, sa.Integer(), whose, nullable=False, unique=unique or None, primary_key=primary_key)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        for table in LEDGER:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute("DROP FUNCTION refuse_change()")
    with op.batch_alter_table("orders") as orders:
        orders.drop_column("restricted_at")
    op.drop_index("ix_outbox_failed_at", "outbox")
    op.drop_index("uq_outbox_lane", "outbox")
    op.execute("UPDATE outbox SET due_at = created_at WHERE due_at IS NULL")
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("due_at", existing_type=UtcDateTime(), nullable=False)
        outbox.drop_column("place")
        outbox.drop_column("lane")
    for table in (
        "erasures",
        "question_budgets",
        "skips",
        "tombstones",
        "fact_evidence",
        "facts",
        "uses",
        "withdrawals",
        "grants",
        "notices",
        "subjects",
    ):
        op.drop_table(table)
