"""People by their address, and their roles."""

from __future__ import annotations

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Person, Refusal, Role, RoleGrant
from app.core import clock
from app.core.database import add_unless_there


async def person_of(session: AsyncSession, email: str) -> Person | None:
    """Whose address this is, in the form in which we keep it."""
    return await session.scalar(select(Person).where(Person.email == email))


async def new_person(
    session: AsyncSession, email: str, locale: str, *, name: str = "", password: str | None = None
) -> Person | None:
    """Somebody whose address was proven; None where somebody else was quicker to make an account for it."""
    person = Person(email=email, name=name, password=password, locale=locale, created_at=clock.now())
    return person if await add_unless_there(session, person) else None


def refused(person_id: int) -> Select[str]:
    """What somebody said is not theirs, as references."""
    return select(Refusal.what).where(Refusal.person_id == person_id)


async def grant_role(session: AsyncSession, person: Person, role: Role, granted_by: str) -> None:
    """Give somebody a role, which they have from their next click on."""
    held = (RoleGrant.person_id == person.id, RoleGrant.role == role, RoleGrant.ended_at.is_(None))
    if await session.scalar(select(RoleGrant.id).where(*held)) is None:
        session.add(RoleGrant(person_id=person.id, role=role, granted_by=granted_by, granted_at=clock.now()))


async def end_roles(session: AsyncSession, person: Person) -> bool:
    """Take every role back, from the next click on; whether there was any."""
    held = (RoleGrant.person_id == person.id, RoleGrant.ended_at.is_(None))
    ended = update(RoleGrant).where(*held).values(ended_at=clock.now()).returning(RoleGrant.id)
    return bool((await session.scalars(ended)).all())


async def staff_of(session: AsyncSession) -> list[tuple[str, Role]]:
    """Everybody who has a role, with it, by address."""
    asked = select(Person.email, RoleGrant.role).join(RoleGrant).where(RoleGrant.ended_at.is_(None))
    return [(email, role) for email, role in await session.execute(asked.order_by(Person.email, RoleGrant.role))]
