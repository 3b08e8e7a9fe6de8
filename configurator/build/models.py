"""What a visitor told while building that never stands in an address: measures and words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, UtcDateTime
from app.core.datamap import Kind, personal, titled
from app.core.i18n import N_


class Draft(Base):
    """The personal answers of one visitor to one product, as typed and understood: group to text."""

    __tablename__ = "drafts"
    __table_args__ = titled(N_("What you are trying out"))

    guest: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=personal(N_("Your browser, as a digest"), Kind.TRACE, "orders")
    )
    """Digest of the visitor's secret."""
    product: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=personal(N_("Product"), Kind.TASTE, "orders")
    )
    answers: Mapped[dict[str, str]] = mapped_column(
        JSON, info=personal(N_("Measures and words you gave"), Kind.MEASURE, "orders")
    )
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Last changed"), Kind.TRACE, "orders"))
