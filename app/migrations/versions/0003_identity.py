"""People, their sessions, links, roles, keys and refusals; a spec may be a person's."""

import sqlalchemy as sa
from alembic import op

from app.core.database import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("password", sa.String(200), nullable=True),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        _person(index=True),
        sa.Column("browser", sa.String(60), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
    )
    op.create_table(
        "links",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("next", sa.String(500), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
    )
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), primary_key=True),
        _person(index=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("granted_by", sa.String(100), nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
    )
    op.create_table(
        "keys",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("opens", sa.String(100), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "holds",
        sa.Column("guest", sa.String(64), primary_key=True),
        sa.Column("opens", sa.String(100), primary_key=True),
        sa.Column("since", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "refusals",
        _person(primary_key=True),
        sa.Column("what", sa.String(100), primary_key=True),
        sa.Column("refused_at", UtcDateTime(), nullable=False),
    )
    with op.batch_alter_table("specs") as specs:
        specs.alter_column("guest", existing_type=sa.String(64), nullable=True)
        specs.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        specs.create_foreign_key("fk_specs_person_id", "people", ["person_id"], ["id"], ondelete="SET NULL")
        specs.create_index("ix_specs_person_id", ["person_id"])


def downgrade() -> None:
    op.execute("DELETE FROM specs WHERE guest IS NULL")
    with op.batch_alter_table("specs") as specs:
        specs.drop_index("ix_specs_person_id")
        specs.drop_constraint("fk_specs_person_id", type_="foreignkey")
        specs.drop_column("person_id")
        specs.alter_column("guest", existing_type=sa.String(64), nullable=False)
    for table in ("refusals", "holds", "keys", "role_grants", "links", "sign_ins", "people"):
        op.drop_table(table)


def _person(*, primary_key: bool = False, index: bool = False) -> sa.Column[int]:
    """Whose row it is; it goes with the person."""
    key = sa.ForeignKey("people.id", ondelete="CASCADE")
    return sa.Column("person_id", sa.Integer(), key, primary_key=primary_key, nullable=False, index=index)
