"""Erasures: asked for, waiting, taken back, done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, UtcDateTime
from app.core.datamap import IMPERSONAL, Kind, personal, titled
from app.core.i18n import N_


class Erasure(Base):
    """Somebody asked to be forgotten. Once that is done, a pseudonym of nobody stays, to be held against backups."""

    __tablename__ = "erasures"
    __table_args__ = titled(N_("When you asked to be erased"))

    id: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"),
        index=True,
        info=personal(N_("Your number with us"), Kind.TRACE, "account"),
    )
    subject: Mapped[str] = mapped_column(
        String(32), info=personal(N_("Your name in our ledger of permissions"), Kind.PERMISSION, "account")
    )
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Asked for"), Kind.TRACE, "account"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Due"), Kind.TRACE, "account"))
    cancelled_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info=personal(N_("Taken back"), Kind.TRACE, "account")
    )
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=personal(N_("Done"), Kind.TRACE, "account"))
