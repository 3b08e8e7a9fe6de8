"""Specs have a name, a note, a portrait of each revision, and a time in which they can be put back."""

import sqlalchemy as sa
from alembic import op

from app.core.database import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("specs") as specs:
        specs.add_column(sa.Column("name", sa.String(80), nullable=False, server_default=""))
        specs.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        specs.add_column(sa.Column("deleted_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("spec_revisions") as revisions:
        revisions.add_column(sa.Column("portrait", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("spec_revisions") as revisions:
        revisions.drop_column("portrait")
    with op.batch_alter_table("specs") as specs:
        for column in ("deleted_at", "note", "name"):
            specs.drop_column(column)
