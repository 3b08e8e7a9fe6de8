"""Carts and their lines."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.api import Owned
from app.core.database import Base, UtcDateTime
from configurator.specs.models import Revision, Spec

OPEN = text("ordered_at IS NULL")


class Cart(Owned, Base):
    """What somebody means to order: everybody has one at a time. Its lines are all priced for one region."""

    __tablename__ = "carts"
    __table_args__ = tuple(
        Index(f"uq_carts_{owner}", owner, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
        for owner in ("guest", "person_id")
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ordered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivery: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """What was typed at the checkout, so that it is asked once."""
    lines: Mapped[list[CartLine]] = relationship(order_by="CartLine.id", lazy="raise")

    @property
    def live(self) -> list[CartLine]:
        """The lines that were not taken out."""
        return [line for line in self.lines if line.removed_at is None]


class CartLine(Base):
    """Some pieces of a spec, in the revision that was shown, and so at its price."""

    __tablename__ = "cart_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"), index=True)
    spec_id: Mapped[int] = mapped_column(ForeignKey("specs.id", ondelete="CASCADE"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("spec_revisions.id", ondelete="CASCADE"))
    quantity: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    spec: Mapped[Spec] = relationship(lazy="raise")
    revision: Mapped[Revision] = relationship(lazy="raise")
