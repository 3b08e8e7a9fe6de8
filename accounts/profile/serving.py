"""Facts at work: how often they were right, and the lines of the ledger that say where they served."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time

from sqlalchemy import distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from accounts.consent.actions import use
from accounts.consent.models import Use
from accounts.consent.queries import subject_of
from accounts.identity.visitors import Visitor
from accounts.profile.models import Evidence, Fact
from accounts.profile.queries import SERVE, serving
from app.core import clock

SPEC = "spec:"
"""What references of saved things begin with."""


async def not_noted(session: AsyncSession, facts: Sequence[Fact], where: str) -> list[Fact]:
    """Those of the facts of which the ledger does not say yet that they served today in, say, ``build:ebike``."""
    today = datetime.combine(clock.today(), time.min, UTC)
    lines = select(Use.fact).where(
        Use.fact.in_([fact.id for fact in facts]), Use.decision == SERVE + where, Use.at >= today
    )
    noted = set(await session.scalars(lines))
    return [fact for fact in facts if fact.id not in noted]


async def note_serving(session: AsyncSession, visitor: Visitor, facts: Sequence[Fact], where: str) -> bool:
    """Write down that these facts serve the visitor there, each once a day, by the permission it rests on.

    Whether they may: if one may not any more, nothing is written, and none must be shown.
    """
    if visitor.person is None:
        return False
    await subject_of(session, visitor.person.id)
    live = {fact.id for fact in await serving(session, visitor, {fact.key for fact in facts})}
    if not live.issuperset(fact.id for fact in facts):
        return False
    for fact in await not_noted(session, facts, where):
        use(session, fact.grant_id, SERVE + where, fact.id)
    return True


async def times_of(session: AsyncSession, facts: Collection[int]) -> dict[int, tuple[int, int]]:
    """In how many saved things each of these observed facts was seen, and in how many anything of its key was."""
    if not facts:
        return {}
    other, seen = aliased(Fact), aliased(Evidence)
    of_key = (
        select(func.count(distinct(seen.ref)))
        .join(other, other.id == seen.fact_id)
        .where(other.person_id == Fact.person_id, other.key == Fact.key, seen.ref.startswith(SPEC))
        .correlate(Fact)
        .scalar_subquery()
    )
    asked = select(Fact.id, func.count(Evidence.id), of_key).join(Evidence, Evidence.fact_id == Fact.id)
    rows = await session.execute(asked.where(Fact.id.in_(facts), Evidence.ref.startswith(SPEC)).group_by(Fact.id))
    return {fact: (own, every) for fact, own, every in rows}
