"""People, sessions, links by mail, roles, and keys."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, UtcDateTime, enumerated
from app.core.datamap import IMPERSONAL, Kind, personal, titled
from app.core.i18n import N_


class Role(StrEnum):
    """What staff may do; everybody is a customer."""

    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


class Person(Base):
    """Somebody whose e-mail is proven. `password` is an argon2id hash, absent for who signs in by mail."""

    __tablename__ = "people"
    __table_args__ = titled(N_("You"))

    id: Mapped[int] = mapped_column(primary_key=True, info=personal(N_("Your number with us"), Kind.TRACE, "account"))
    email: Mapped[str] = mapped_column(String(254), unique=True, info=personal(N_("E-mail"), Kind.CONTACT, "account"))
    """In the one form in which addresses are compared: see `addresses.py`."""
    name: Mapped[str] = mapped_column(String(100), default="", info=personal(N_("Name"), Kind.CONTACT, "account"))
    password: Mapped[str | None] = mapped_column(String(200), info=personal(N_("Password"), Kind.CREDENTIAL, "account"))
    locale: Mapped[str] = mapped_column(String(8), info=personal(N_("Language"), Kind.TRACE, "account"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Account since"), Kind.TRACE, "account"))


class SignIn(Base):
    """A session: one browser in which somebody is signed in, until it ends or is ended."""

    __tablename__ = "sign_ins"
    __table_args__ = titled(N_("Where you signed in"))

    id: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    digest: Mapped[str] = mapped_column(
        String(64), unique=True, info=personal(N_("Secret of the sign-in"), Kind.CREDENTIAL, "account")
    )
    """Of the secret in the browser's cookie; a new one at each sign-in."""
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"),
        index=True,
        info=personal(N_("Your number with us"), Kind.TRACE, "account"),
    )
    browser: Mapped[str] = mapped_column(String(60), info=personal(N_("Browser"), Kind.TRACE, "account"))
    """As a person would call it: "Firefox, Linux"; empty for one that does not say."""
    by_mail: Mapped[bool] = mapped_column(info=personal(N_("By a link in a mail"), Kind.TRACE, "account"))
    """Whether a link by mail proved who it is; a password did otherwise."""
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Signed in"), Kind.TRACE, "account"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Lasts until"), Kind.TRACE, "account"))
    ended_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info=personal(N_("Signed out"), Kind.TRACE, "account")
    )


class Purpose(StrEnum):
    """What a link by mail is for."""

    SIGN_IN = "signin"
    SIGN_UP = "signup"


class Link(Base):
    """A link by mail that proves an address, once."""

    __tablename__ = "links"
    __table_args__ = titled(N_("Links we mailed to you"))

    digest: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=personal(N_("Secret of the link"), Kind.CREDENTIAL, "account")
    )
    purpose: Mapped[Purpose] = mapped_column(
        enumerated(Purpose, 10), info=personal(N_("What the link is for"), Kind.TRACE, "account")
    )
    email: Mapped[str] = mapped_column(String(254), info=personal(N_("E-mail"), Kind.CONTACT, "account"))
    next: Mapped[str] = mapped_column(String(500), info=personal(N_("Page it leads on to"), Kind.TRACE, "account"))
    """The page to go on with."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Sent"), Kind.TRACE, "account"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Works until"), Kind.TRACE, "account"))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=personal(N_("Used"), Kind.TRACE, "account"))


class RoleGrant(Base):
    """A role, from when to when, and by whom it was given."""

    __tablename__ = "role_grants"
    __table_args__ = titled(N_("Your roles in the shop"))

    id: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"),
        index=True,
        info=personal(N_("Your number with us"), Kind.TRACE, "account"),
    )
    role: Mapped[Role] = mapped_column(enumerated(Role, 20), info=personal(N_("Role"), Kind.TRACE, "account"))
    granted_by: Mapped[str] = mapped_column(String(100), info=personal(N_("Given by"), Kind.TRACE, "account"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Role since"), Kind.TRACE, "account"))
    ended_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info=personal(N_("Role until"), Kind.TRACE, "account")
    )


class Key(Base):
    """A secret, sent by mail, that opens one page: somebody's spec, or a guest's order."""

    __tablename__ = "keys"
    __table_args__ = titled(N_("Keys that open one page"))

    digest: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=personal(N_("Secret of the key"), Kind.CREDENTIAL, "account")
    )
    opens: Mapped[str] = mapped_column(String(100), info=personal(N_("Page it opens"), Kind.TRACE, "account"))
    """The page's path, without language."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Sent"), Kind.TRACE, "account"))


class Hold(Base):
    """A browser in which a key was used: the page stays open to it."""

    __tablename__ = "holds"
    __table_args__ = titled(N_("Pages that are open to your browser"))

    guest: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=personal(N_("Your browser, as a digest"), Kind.TRACE, "account")
    )
    opens: Mapped[str] = mapped_column(
        String(100), primary_key=True, info=personal(N_("Page that is open to it"), Kind.TRACE, "account")
    )
    since: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Open since"), Kind.TRACE, "account"))


class Refusal(Base):
    """What somebody said is not theirs, so that it is neither shown to them nor offered again."""

    __tablename__ = "refusals"
    __table_args__ = titled(N_("What you said is not yours"))

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"),
        primary_key=True,
        info=personal(N_("Your number with us"), Kind.TRACE, "account"),
    )
    what: Mapped[str] = mapped_column(
        String(100), primary_key=True, info=personal(N_("What you said is not yours"), Kind.TRACE, "account")
    )
    """``guest:<digest>``, or a reference such as ``order:12``."""
    refused_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Said"), Kind.TRACE, "account"))
