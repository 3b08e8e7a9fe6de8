"""The ledger of permissions. Nothing in it is ever changed or removed: the database itself refuses that.

It knows people by a pseudonym; erasing somebody deletes the row that says whose it was.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, UtcDateTime
from app.core.datamap import IMPERSONAL, Kind, personal, titled
from app.core.i18n import N_


class Subject(Base):
    """Which pseudonyms are whose: one in the ledger, one for each who gets data from us."""

    __tablename__ = "subjects"
    __table_args__ = titled(N_("Your pseudonyms"))

    id: Mapped[str] = mapped_column(
        String(32),
        primary_key=True,
        default=lambda: uuid.uuid4().hex,
        info=personal(N_("Your name in our ledger of permissions"), Kind.PERMISSION, "account"),
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"),
        unique=True,
        info=personal(N_("Your number with us"), Kind.TRACE, "account"),
    )
    feed_id: Mapped[str] = mapped_column(
        String(32),
        unique=True,
        default=lambda: uuid.uuid4().hex,
        info=personal(N_("Your name in the shop's profile system"), Kind.PERMISSION, "feed"),
    )
    restricted_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info=personal(N_("All use stopped since"), Kind.PERMISSION, "account")
    )
    """Set while an erasure waits: nothing is learned, nothing serves, nothing is sent."""


class Notice(Base):
    """A text as it was served, kept by its SHA-256 from the first grant that rests on it."""

    __tablename__ = "notices"
    __table_args__ = ({"info": IMPERSONAL},)

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    locale: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)


class Grant(Base):
    """Somebody allowed a purpose, after this very notice."""

    __tablename__ = "grants"
    __table_args__ = titled(N_("Permissions you gave"))

    id: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    subject: Mapped[str] = mapped_column(
        String(32), index=True, info=personal(N_("Who gave it"), Kind.PERMISSION, "account")
    )
    purpose: Mapped[str] = mapped_column(String(20), info=personal(N_("Allowed"), Kind.PERMISSION, "account"))
    notice: Mapped[str] = mapped_column(
        ForeignKey("notices.hash"), info=personal(N_("Digest of the text you saw"), Kind.PERMISSION, "account")
    )
    method: Mapped[str] = mapped_column(String(60), info=personal(N_("How it was given"), Kind.PERMISSION, "account"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Given"), Kind.PERMISSION, "account"))
    expires_at: Mapped[datetime] = mapped_column(
        UtcDateTime, info=personal(N_("Ends by itself"), Kind.PERMISSION, "account")
    )


class Withdrawal(Base):
    """The end of a grant, by the one who gave it."""

    __tablename__ = "withdrawals"
    __table_args__ = titled(N_("Permissions you withdrew"))

    grant_id: Mapped[int] = mapped_column(ForeignKey("grants.id"), primary_key=True, info=IMPERSONAL)
    method: Mapped[str] = mapped_column(
        String(60), info=personal(N_("How it was withdrawn"), Kind.PERMISSION, "account")
    )
    withdrawn_at: Mapped[datetime] = mapped_column(
        UtcDateTime, info=personal(N_("Withdrawn"), Kind.PERMISSION, "account")
    )


class Use(Base):
    """Something was done for which permission is needed; it cites the grant that allowed it."""

    __tablename__ = "uses"
    __table_args__ = titled(N_("What was done by your permission"))

    id: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grants.id"), index=True, info=IMPERSONAL)
    fact: Mapped[int | None] = mapped_column(index=True, info=IMPERSONAL)
    """The id of the fact that served, which may be forgotten since."""
    decision: Mapped[str] = mapped_column(
        String(100), info=personal(N_("What was done by your permission"), Kind.PERMISSION, "account")
    )
    """A short reference that names nothing of theirs: ``learn spec``, ``serve build:ebike``, ``feed <message>``."""
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("When"), Kind.PERMISSION, "account"))
