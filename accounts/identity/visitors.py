"""Who is asking: somebody signed in, a guest with a secret in their browser, or nobody known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from sqlalchemy import ColumnElement, ForeignKey, String, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from accounts.identity.anonymity import anonymity_of
from accounts.identity.models import Hold, Person, Refusal, Role, RoleGrant, SignIn
from app.core import clock
from app.core.datamap import Kind, personal
from app.core.i18n import N_
from app.core.ids import digest, is_token
from app.core.language import keep_language
from app.core.security import guest_token

SESSION_COOKIE = "__Host-session"


class SignInNeeded(NotAuthorizedException):
    """The page is for somebody who is signed in."""


class Owned:
    """Columns of what belongs to somebody: a person, or the guest who made it until it joins an account."""

    guest: Mapped[str | None] = mapped_column(
        String(64), index=True, info=personal(N_("Your browser, as a digest"), Kind.TRACE, "account")
    )
    """Digest of the secret of the browser in which it was made; none once it is a person's."""
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"),
        index=True,
        info=personal(N_("Your number with us"), Kind.TRACE, "account"),
    )


@dataclass(frozen=True, slots=True)
class Visitor:
    """`guest` is the digest of the browser's secret, unless the person said that what it opens is not theirs."""

    person: Person | None = None
    roles: frozenset[Role] = frozenset()
    sign_in: int | None = None
    guest: str | None = None
    browser: str | None = None
    """The same digest, whatever the person said of it: keys stay with the browser in which they were used."""
    anonymous: bool = False
    """Nothing is learned of them in this browser, and nothing that is known serves in it."""

    def owns(self, row: Owned) -> bool:
        """Whether the row is theirs."""
        if row.person_id is not None:
            return self.person is not None and row.person_id == self.person.id
        return self.guest is not None and row.guest == self.guest

    def owned(self, model: type[Owned]) -> ColumnElement[bool]:
        """The same as a condition of a query."""
        found: list[ColumnElement[bool]] = []
        if self.person is not None:
            found.append(model.person_id == self.person.id)
        if self.guest is not None:
            found.append(and_(model.person_id.is_(None), model.guest == self.guest))
        return or_(false(), *found)

    def give(self, row: Owned, token: str) -> None:
        """Make the row theirs: the person's, or the guest's with this secret."""
        row.person_id = self.person.id if self.person is not None else None
        row.guest = None if self.person is not None else digest(token)

    async def may_open(self, session: AsyncSession, row: Owned, path: str) -> bool:
        """Whether the row is theirs, or a key to its page was used in this browser."""
        if self.owns(row):
            return True
        return self.browser is not None and await session.get(Hold, (self.browser, path)) is not None


async def provide_visitor(request: Request[Any, Any, Any], session: NamedDependency[AsyncSession]) -> Visitor:
    """Who is asking. One query for a browser with a session cookie, none for others."""
    token = guest_token(request)
    browser = digest(token) if token else None
    guest = Visitor(guest=browser, browser=browser, anonymous=anonymity_of(request) is not None)
    secret = request.cookies.get(SESSION_COOKIE, "")
    visitor = await _signed_in(session, digest(secret), guest) if is_token(secret) else guest
    keep_language(request, visitor.person.locale if visitor.person is not None else "")
    return visitor


async def _signed_in(session: AsyncSession, secret: str, guest: Visitor) -> Visitor:
    granted = and_(RoleGrant.person_id == Person.id, RoleGrant.ended_at.is_(None))
    refused = and_(Refusal.person_id == Person.id, Refusal.what == f"guest:{guest.guest}")
    asked = (
        select(Person, SignIn.id, RoleGrant.role, Refusal.what)
        .join(SignIn, SignIn.person_id == Person.id)
        .outerjoin(RoleGrant, granted)
        .outerjoin(Refusal, refused)
        .where(SignIn.digest == secret, SignIn.ended_at.is_(None), SignIn.expires_at > clock.now())
    )
    rows = (await session.execute(asked)).all()
    if not rows:
        return guest
    person, sign_in, _, refusal = rows[0]
    roles = frozenset(role for _, _, role, _ in rows if role)
    return replace(guest, person=person, roles=roles, sign_in=sign_in, guest=None if refusal else guest.guest)


def provide_person(visitor: NamedDependency[Visitor]) -> Person:
    """The person who is signed in; raises `SignInNeeded`, whose answer is the sign-in page."""
    if visitor.person is None:
        raise SignInNeeded
    return visitor.person


def provide_staff(visitor: NamedDependency[Visitor]) -> Person:
    """Somebody of the staff; raises `SignInNeeded`, or PermissionDeniedException for a customer."""
    return _with_role(visitor, *Role)


def provide_reviewer(visitor: NamedDependency[Visitor]) -> Person:
    """Somebody who reviews orders; raises as `provide_staff` does."""
    return _with_role(visitor, Role.REVIEWER)


def _with_role(visitor: Visitor, *roles: Role) -> Person:
    person = provide_person(visitor)
    if visitor.roles.isdisjoint(roles):
        raise PermissionDeniedException
    return person
