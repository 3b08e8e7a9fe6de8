"""Pictures that people hand in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, UtcDateTime
from app.core.datamap import Kind, personal, titled
from app.core.i18n import N_


class Upload(Base):
    """A picture as it is kept. It is whose draft, spec or order has its id for an answer, and goes with the last."""

    __tablename__ = "uploads"
    __table_args__ = titled(N_("Pictures you handed in"))

    id: Mapped[str] = mapped_column(
        String(22),
        primary_key=True,
        info=personal(N_("Name, by which you see it at /my/uploads/"), Kind.WORDS, "orders"),
    )
    """A random token: whoever may see the picture asks for it by this."""
    width: Mapped[int] = mapped_column(info=personal(N_("Width in pixels"), Kind.WORDS, "orders"))
    height: Mapped[int] = mapped_column(info=personal(N_("Height in pixels"), Kind.WORDS, "orders"))
    size: Mapped[int] = mapped_column(info=personal(N_("Size in bytes"), Kind.WORDS, "orders"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Handed in"), Kind.TRACE, "orders"))
