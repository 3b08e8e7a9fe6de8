"""Specs and their revisions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypedDict

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.api import Owned
from app.core.database import Base, UtcDateTime
from app.core.datamap import IMPERSONAL, Kind, personal, titled
from app.core.i18n import N_
from configurator.engine.product import Product
from configurator.specs.codes import written
from configurator.specs.portrait import Portrait

LONGEST_NAME = 80
LONGEST_NOTE = 2000
KEEP_DELETED = timedelta(days=30)
"""How long a deleted spec can be put back."""


class Snapshot(TypedDict):
    """A product as it was saved: pieces by option, numbers in plain form, the texts that were given."""

    options: dict[str, int]
    numbers: dict[str, str]
    texts: list[str]


class Spec(Owned, Base):
    """A saved configuration. Whoever has the code sees it; its owner may change it."""

    __tablename__ = "specs"
    __table_args__ = titled(N_("What you saved"))

    id: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    code: Mapped[str] = mapped_column(String(11), unique=True, info=personal(N_("Spec code"), Kind.TASTE, "account"))
    product: Mapped[str] = mapped_column(String(64), info=personal(N_("Product"), Kind.TASTE, "account"))
    name: Mapped[str] = mapped_column(
        String(LONGEST_NAME), default="", info=personal(N_("Your name for it"), Kind.WORDS, "account")
    )
    """What its owner calls it, and their note on it: for their eyes."""
    note: Mapped[str] = mapped_column(Text, default="", info=personal(N_("Your note on it"), Kind.WORDS, "account"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Saved first"), Kind.TRACE, "account"))
    deleted_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info=personal(N_("Deleted"), Kind.TRACE, "account")
    )
    """Until it is removed for good, its owner can put it back."""
    revisions: Mapped[list[Revision]] = relationship(
        back_populates="spec", order_by="Revision.number", lazy="raise", cascade="all, delete-orphan"
    )

    @property
    def path(self) -> str:
        """Its page, without the language."""
        return f"/specs/{written(self.code)}"

    @property
    def kept_until(self) -> date | None:
        """The last day on which it can be put back, if it is deleted."""
        return None if self.deleted_at is None else (self.deleted_at + KEEP_DELETED).date()


class Revision(Base):
    """One saved state of a spec; never changed."""

    __tablename__ = "spec_revisions"
    __table_args__ = (UniqueConstraint("spec_id", "number"), titled(N_("Each state in which you saved it")))

    id: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    spec_id: Mapped[int] = mapped_column(ForeignKey("specs.id", ondelete="CASCADE"), info=IMPERSONAL)
    number: Mapped[int] = mapped_column(info=personal(N_("Revision"), Kind.TASTE, "account"))
    version: Mapped[str] = mapped_column(
        ForeignKey("product_versions.hash"), info=personal(N_("Product version"), Kind.TASTE, "account")
    )
    base: Mapped[str] = mapped_column(String(64), info=personal(N_("Base model"), Kind.TASTE, "account"))
    region: Mapped[str] = mapped_column(String(64), info=personal(N_("Region"), Kind.TASTE, "account"))
    choices: Mapped[list[str]] = mapped_column(JSON, info=personal(N_("What you chose"), Kind.TASTE, "account"))
    answers: Mapped[dict[str, str]] = mapped_column(
        JSON, info=personal(N_("Measures and words you gave"), Kind.MEASURE, "account")
    )
    """Personal answers, for the owner's eyes."""
    snapshot: Mapped[Snapshot] = mapped_column(
        JSON, info=personal(N_("The thing as you saved it"), Kind.TASTE, "account")
    )
    portrait: Mapped[Portrait] = mapped_column(
        JSON, info=personal(N_("The same in words and picture"), Kind.TASTE, "account")
    )
    currency: Mapped[str] = mapped_column(String(3), info=personal(N_("Currency"), Kind.TASTE, "account"))
    total: Mapped[int] = mapped_column(BigInteger, info=personal(N_("Price on the day"), Kind.TASTE, "account"))
    """The price on the day, in minor units."""
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Saved"), Kind.TRACE, "account"))
    spec: Mapped[Spec] = relationship(back_populates="revisions", lazy="raise")

    @property
    def product(self) -> Product:
        """The saved product."""
        options: dict[tuple[str, str], int] = {}
        for code, count in self.snapshot["options"].items():
            group, _, option = code.partition(".")
            options[group, option] = count
        numbers = {group: Decimal(value) for group, value in self.snapshot["numbers"].items()}
        return Product(options, numbers, frozenset(self.snapshot["texts"]))
