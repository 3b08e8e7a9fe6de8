"""People, sessions, links by mail, roles, and keys."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, UtcDateTime, enumerated


class Role(StrEnum):
    """What staff may do; everybody is a customer."""

    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


class Person(Base):
    """Somebody whose e-mail is proven. `password` is an argon2id hash, absent for who signs in by mail."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """In the one form in which addresses are compared: see `addresses.py`."""
    name: Mapped[str] = mapped_column(String(100), default="")
    password: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignIn(Base):
    """A session: one browser in which somebody is signed in, until it ends or is ended."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the secret in the browser's cookie; a new one at each sign-in."""
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    browser: Mapped[str] = mapped_column(String(60))
    """As a person would call it: "Firefox, Linux"; empty for one that does not say."""
    by_mail: Mapped[bool]
    """Whether a link by mail proved who it is; a password did otherwise."""
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Purpose(StrEnum):
    """What a link by mail is for."""

    SIGN_IN = "signin"
    SIGN_UP = "signup"


class Link(Base):
    """A link by mail that proves an address, once."""

    __tablename__ = "links"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(enumerated(Purpose, 10))
    email: Mapped[str] = mapped_column(String(254))
    next: Mapped[str] = mapped_column(String(500))
    """The page to go on with."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RoleGrant(Base):
    """A role, from when to when, and by whom it was given."""

    __tablename__ = "role_grants"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(enumerated(Role, 20))
    granted_by: Mapped[str] = mapped_column(String(100))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Key(Base):
    """A secret, sent by mail, that opens one page: somebody's spec, or a guest's order."""

    __tablename__ = "keys"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    opens: Mapped[str] = mapped_column(String(100))
    """The page's path, without language."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Hold(Base):
    """A browser in which a key was used: the page stays open to it."""

    __tablename__ = "holds"

    guest: Mapped[str] = mapped_column(String(64), primary_key=True)
    opens: Mapped[str] = mapped_column(String(100), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class Refusal(Base):
    """What somebody said is not theirs, so that it is neither shown to them nor offered again."""

    __tablename__ = "refusals"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    what: Mapped[str] = mapped_column(String(100), primary_key=True)
    """``guest:<digest>``, or a reference such as ``order:12``."""
    refused_at: Mapped[datetime] = mapped_column(UtcDateTime)
