"""Reading what is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.models import Grant, Subject, Use
from accounts.consent.queries import is_live
from accounts.identity.visitors import Visitor
from accounts.profile.models import MEASURE, Evidence, Fact, FactKind, Tombstone
from app.core import clock

SERVES_FROM = 4
"""How strong an observed fact must be to serve: one choice away from the default, or four defaults kept."""
LATEST = 3
"""So much of its evidence is shown with a fact."""
SERVE = "serve "
"""What the ledger's decisions begin with by which a fact served."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a fact was learned from: the latest evidence, and how much there is besides."""

    latest: Sequence[Evidence] = ()
    more: int = 0


async def serving(session: AsyncSession, visitor: Visitor, keys: Collection[str]) -> list[Fact]:
    """The facts of these keys that may serve the visitor now, the strongest first (one query).

    None for who is anonymous here. Each rests on a live grant, is strong enough, does not rest, and has not run out.
    Who uses one says so: ``serving.note_serving``.
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
            Fact.key.in_(keys),
            Subject.person_id == visitor.person.id,
            is_live(),
            Fact.retain_until > now,
            or_(Fact.resting_until.is_(None), Fact.resting_until <= now),
            or_(Fact.kind == FactKind.TOLD, Fact.strength >= SERVES_FROM),
        )
        .order_by(Fact.strength.desc(), Fact.id)
    )
    return list(await session.scalars(found))


async def own_fact(session: AsyncSession, person_id: int, fact_id: int) -> Fact | None:
    """The person's fact with this id."""
    if not 0 < fact_id < 2**31:
        return None
    return await session.scalar(select(Fact).where(Fact.id == fact_id, Fact.person_id == person_id))


async def measures_of(session: AsyncSession, person_id: int) -> list[Fact]:
    """The measures of their body that the person gave, in that order."""
    own = (Fact.person_id == person_id, Fact.key.startswith(MEASURE))
    return list(await session.scalars(select(Fact).where(*own).order_by(Fact.id)))


async def tastes_of(session: AsyncSession, person_id: int, after: int, most: int) -> list[Fact]:
    """All but the measures, in the order in which they came to be known: at most so many, after the one with the id."""
    own = (Fact.person_id == person_id, ~Fact.key.startswith(MEASURE), Fact.id > after)
    return list(await session.scalars(select(Fact).where(*own).order_by(Fact.id).limit(most)))


async def grounds_of(session: AsyncSession, facts: Collection[int]) -> dict[int, Grounds]:
    """What each of these facts was learned from; nothing for one that was told."""
    newest = func.row_number().over(partition_by=Evidence.fact_id, order_by=Evidence.id.desc()).label("place")
    count = func.count().over(partition_by=Evidence.fact_id).label("count")
    ranked = select(Evidence.id, newest, count).where(Evidence.fact_id.in_(facts)).subquery()
    latest = select(Evidence, ranked.c.count).join(ranked, ranked.c.id == Evidence.id).where(ranked.c.place <= LATEST)
    found: dict[int, list[tuple[Evidence, int]]] = {}
    for evidence, many in await session.execute(latest.order_by(Evidence.id.desc())):
        found.setdefault(evidence.fact_id, []).append((evidence, many))
    return {
        fact: Grounds([evidence for evidence, _ in rows], max(0, rows[0][1] - LATEST)) for fact, rows in found.items()
    }


async def uses_of(session: AsyncSession, facts: Collection[int]) -> dict[int, list[tuple[str, datetime]]]:
    """How each of these facts, as it stands now, served: the decision without ``SERVE``, and when last."""
    last = func.max(Use.at)
    asked = (
        select(Fact.id, Use.decision, last)
        .join(Use, Use.fact == Fact.id)
        .where(Fact.id.in_(facts), Use.decision.startswith(SERVE), Use.at >= Fact.learned_at)
        .group_by(Fact.id, Use.decision)
        .order_by(last.desc())
    )
    found: dict[int, list[tuple[str, datetime]]] = {}
    for fact, decision, at in await session.execute(asked):
        found.setdefault(fact, []).append((decision.removeprefix(SERVE), at))
    return found


async def silenced(session: AsyncSession, person_id: int, most: int) -> list[Tombstone]:
    """What is not to be learned of the person, the newest first."""
    own = select(Tombstone).where(Tombstone.person_id == person_id)
    return list(await session.scalars(own.order_by(Tombstone.at.desc(), Tombstone.key, Tombstone.value).limit(most)))


async def told_fact(session: AsyncSession, person_id: int, key: str) -> Fact | None:
    """What the person told under a key."""
    own = (Fact.person_id == person_id, Fact.key == key, Fact.kind == FactKind.TOLD)
    return await session.scalar(select(Fact).where(*own))
