"""What a visitor told while building that never stands in an address: measures and words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, UtcDateTime


class Draft(Base):
    """The personal answers of one visitor to one product, as typed and understood: group to text."""

    __tablename__ = "drafts"

    guest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Digest of the visitor's secret."""
    product: Mapped[str] = mapped_column(String(64), primary_key=True)
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
