"""Facts, what they rest on, and what must not be learned again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, UtcDateTime, enumerated
from app.core.datamap import IMPERSONAL, Kind, personal, titled
from app.core.i18n import N_

Texts = Mapping[str, str]
"""Locale to text."""


def text_in(texts: Texts, locale: str) -> str:
    """The text in a language, or in whatever language there is."""
    return texts.get(locale) or next(iter(texts.values()), "")


DEFAULT_BUDGET = 3
MEASURE = "measure."
"""What keys of measures begin with: these are of use for any product, and are sent to nobody."""


class FactKind(StrEnum):
    """How a fact came to be known."""

    TOLD = "told"
    OBSERVED = "observed"
    """From what somebody built and saved."""
    ORDERED = "ordered"


class Signal(StrEnum):
    """What a choice says. What a rule forced says nothing, and is no signal."""

    ORDERED = "ordered"
    CHANGED = "changed"
    """Away from the default."""
    KEPT = "kept"
    """The default, which nobody need have looked at."""


class Fact(Base):
    """One thing that is known of a person. It rests on the grant that allowed to know it."""

    __tablename__ = "facts"
    __table_args__ = (
        UniqueConstraint("person_id", "key", "value"),
        Index("ix_facts_person_id", "person_id", "id"),
        {**titled(N_("What we know of you")), "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    """Never given twice, since the ledger names facts by it also when they are forgotten."""
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=personal(N_("Your number with us"), Kind.TRACE, "remember")
    )
    key: Mapped[str] = mapped_column(String(100), info=personal(N_("What it is about"), Kind.TASTE, "remember"))
    """``measure.inseam`` in millimetres or grams; ``told.ride``; ``ebike.colour``, a product's group."""
    value: Mapped[str] = mapped_column(String(100), info=personal(N_("What we know"), Kind.TASTE, "remember"))
    label: Mapped[dict[str, str]] = mapped_column(
        JSON, info=personal(N_("What it is about, in words"), Kind.TASTE, "remember")
    )
    words: Mapped[dict[str, str]] = mapped_column(
        JSON, info=personal(N_("What we know, in words"), Kind.TASTE, "remember")
    )
    kind: Mapped[FactKind] = mapped_column(
        enumerated(FactKind, 10), info=personal(N_("Where we know it from"), Kind.TASTE, "remember")
    )
    strength: Mapped[int] = mapped_column(info=personal(N_("How sure we are"), Kind.TASTE, "learn"))
    grant_id: Mapped[int] = mapped_column(ForeignKey("grants.id"), index=True, info=IMPERSONAL)
    learned_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Known since"), Kind.TRACE, "remember"))
    retain_until: Mapped[datetime] = mapped_column(
        UtcDateTime, index=True, info=personal(N_("Kept until"), Kind.TRACE, "remember")
    )
    resting_until: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info=personal(N_("Does not serve until"), Kind.TRACE, "remember")
    )
    """Until then it does not serve: "not now"."""
    turn: Mapped[int] = mapped_column(default=0, info=IMPERSONAL)
    """Counts every change: who edits an older turn has not seen the newer one."""

    @property
    def measure(self) -> bool:
        """Whether it is one of the body."""
        return self.key.startswith(MEASURE)


class Evidence(Base):
    """What an observed or ordered fact was learned from: a spec or an order, and what else could have been chosen."""

    __tablename__ = "fact_evidence"
    __table_args__ = (UniqueConstraint("fact_id", "ref"), titled(N_("What it was learned from")))

    id: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    fact_id: Mapped[int] = mapped_column(ForeignKey("facts.id", ondelete="CASCADE"), info=IMPERSONAL)
    ref: Mapped[str] = mapped_column(String(40), index=True, info=personal(N_("Learned from"), Kind.TASTE, "learn"))
    """``spec:K7Q4M-2XR9D-T`` or ``order:1001``: a text, since facts and what they come from are of different rooms."""
    signal: Mapped[Signal] = mapped_column(
        enumerated(Signal, 10), info=personal(N_("What you did there"), Kind.TASTE, "learn")
    )
    shown: Mapped[dict[str, Any]] = mapped_column(
        JSON, info=personal(N_("What else was open then, at which prices"), Kind.TASTE, "learn")
    )
    """``{"currency": "EUR", "differences": {"pine": 0, "soot": 4000}}``, in minor units."""
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("When"), Kind.TRACE, "learn"))


class Tombstone(Base):
    """What somebody had forgotten: it is never inferred again. Without a value, nothing about the key is."""

    __tablename__ = "tombstones"
    __table_args__ = titled(N_("What is not to be learned"))

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"),
        primary_key=True,
        info=personal(N_("Your number with us"), Kind.TRACE, "account"),
    )
    key: Mapped[str] = mapped_column(
        String(100), primary_key=True, info=personal(N_("Never to be learned again"), Kind.TASTE, "account")
    )
    value: Mapped[str] = mapped_column(
        String(100), primary_key=True, default="", info=personal(N_("This answer alone"), Kind.TASTE, "account")
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("When"), Kind.TRACE, "account"))


class Skip(Base):
    """A question that somebody would rather not answer; it rests for a long time."""

    __tablename__ = "skips"
    __table_args__ = titled(N_("Questions you skipped"))

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"),
        primary_key=True,
        info=personal(N_("Your number with us"), Kind.TRACE, "remember"),
    )
    key: Mapped[str] = mapped_column(
        String(100), primary_key=True, info=personal(N_("Question you skipped"), Kind.TASTE, "remember")
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("When"), Kind.TRACE, "remember"))


class Budget(Base):
    """How many questions a week somebody lets themselves be asked."""

    __tablename__ = "question_budgets"
    __table_args__ = titled(N_("How often we may ask"))

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"),
        primary_key=True,
        info=personal(N_("Your number with us"), Kind.TRACE, "remember"),
    )
    questions: Mapped[int] = mapped_column(
        default=DEFAULT_BUDGET, info=personal(N_("Questions a week at most"), Kind.PERMISSION, "remember")
    )
