"""Carts and their lines."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.api import Owned
from app.core.database import Base, UtcDateTime
from app.core.datamap import IMPERSONAL, Kind, personal, titled
from app.core.i18n import N_
from configurator.specs.models import Revision, Spec

OPEN = text("ordered_at IS NULL")


class Cart(Owned, Base):
    """What somebody means to order: everybody has one at a time. Its lines are all priced for one region."""

    __tablename__ = "carts"
    __table_args__ = (
        *(
            Index(f"uq_carts_{owner}", owner, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
            for owner in ("guest", "person_id")
        ),
        titled(N_("Carts")),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Begun"), Kind.TRACE, "orders"))
    ordered_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info=personal(N_("Ordered"), Kind.PURCHASE, "orders")
    )
    delivery: Mapped[dict[str, str]] = mapped_column(
        JSON, default=dict, info=personal(N_("What you typed at the checkout"), Kind.CONTACT, "orders")
    )
    """What was typed at the checkout, so that it is asked once."""
    lines: Mapped[list[CartLine]] = relationship(order_by="CartLine.id", lazy="raise")

    @property
    def live(self) -> list[CartLine]:
        """The lines that were not taken out."""
        return [line for line in self.lines if line.removed_at is None]


class CartLine(Base):
    """Some pieces of a spec, in the revision that was shown, and so at its price."""

    __tablename__ = "cart_lines"
    __table_args__ = titled(N_("Things in a cart"))

    id: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"), index=True, info=IMPERSONAL)
    spec_id: Mapped[int] = mapped_column(ForeignKey("specs.id", ondelete="CASCADE"), index=True, info=IMPERSONAL)
    revision_id: Mapped[int] = mapped_column(ForeignKey("spec_revisions.id", ondelete="CASCADE"), info=IMPERSONAL)
    quantity: Mapped[int] = mapped_column(info=personal(N_("Pieces"), Kind.TASTE, "orders"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Put in"), Kind.TRACE, "orders"))
    removed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info=personal(N_("Taken out"), Kind.TRACE, "orders")
    )
    spec: Mapped[Spec] = relationship(lazy="raise")
    revision: Mapped[Revision] = relationship(lazy="raise")
