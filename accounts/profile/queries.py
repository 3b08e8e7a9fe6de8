"""Reading what is known."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.actions import use
from accounts.consent.models import Grant, Subject
from accounts.consent.queries import is_live
from accounts.identity.visitors import Visitor
from accounts.profile.models import Fact, FactKind
from app.core import clock

SERVES_FROM = 4
"""How strong an observed fact must be to serve: one choice away from the default, or four defaults kept."""


async def serving(session: AsyncSession, visitor: Visitor) -> list[Fact]:
    """The facts that may serve the visitor now, the strongest first (one query); none for who is anonymous here.

    Each rests on a live grant, is strong enough, does not rest, and has not run out. Who uses one says so: `served`.
    """
    if visitor.person is None or visitor.anonymous:
        return []
    now = clock.now()
    found = (
        select(Fact)
        .join(Grant, Grant.id == Fact.grant_id)
        .join(Subject, Subject.id == Grant.subject)
        .where(
            Fact.person_id == visitor.person.id,
            Subject.person_id == visitor.person.id,
            is_live(),
            Fact.retain_until > now,
            or_(Fact.resting_until.is_(None), Fact.resting_until <= now),
            or_(Fact.kind == FactKind.TOLD, Fact.strength >= SERVES_FROM),
        )
        .order_by(Fact.strength.desc(), Fact.id)
    )
    return list(await session.scalars(found))


def served(session: AsyncSession, facts: list[Fact], decision: str) -> None:
    """Write down that facts were used for something, by the permission that each rests on."""
    for fact in facts:
        use(session, fact.grant_id, decision, fact.id)


async def own_fact(session: AsyncSession, person_id: int, fact_id: int) -> Fact | None:
    """The person's fact with this id."""
    return await session.scalar(select(Fact).where(Fact.id == fact_id, Fact.person_id == person_id))


async def facts_of(session: AsyncSession, person_id: int, after: int = 0, most: int | None = None) -> list[Fact]:
    """The person's facts in the order in which they came to be known: at most so many, after the one with the id."""
    found = select(Fact).where(Fact.person_id == person_id, Fact.id > after).order_by(Fact.id).limit(most)
    return list(await session.scalars(found))
