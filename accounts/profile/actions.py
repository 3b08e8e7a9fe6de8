"""Learning, telling, forgetting. Whoever calls has the person's pseudonyms locked (``consent.queries.subject_of``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.actions import use
from accounts.consent.models import Grant, Subject
from accounts.consent.purposes import LEARN, REMEMBER, Purpose
from accounts.profile.feed import tell_facts
from accounts.profile.models import MEASURE, Evidence, Fact, FactKind, Signal, Skip, Texts, Tombstone
from accounts.profile.questions import Question
from app.core import clock
from app.core.database import add_unless_there

WEIGHTS = {Signal.ORDERED: 8, Signal.CHANGED: 4, Signal.KEPT: 1}
"""How much a signal counts; a fact serves from ``queries.SERVES_FROM`` on."""
TOLD = "told."
"""What keys of questions begin with: nobody infers their answers."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What one choice in one thing says; `shown` as in ``Evidence``."""

    key: str
    value: str
    label: Texts
    words: Texts
    signal: Signal
    shown: Mapping[str, Any]


async def learn(
    session: AsyncSession, person_id: int, grant: Grant, ref: str, kind: FactKind, seen: Sequence[Observation]
) -> None:
    """Learn from one thing (`ref`); what the same thing taught before, in an earlier form, counts no more.

    What was forgotten stays so, and what the person told themselves is theirs to say.
    """
    known = {(fact.key, fact.value): fact for fact in await session.scalars(_facts_of(person_id))}
    closed = await _closed(session, person_id)
    told = {key for (key, _), fact in known.items() if fact.kind is FactKind.TOLD}
    earlier = delete(Evidence).where(Evidence.ref == ref, Evidence.fact_id.in_([fact.id for fact in known.values()]))
    touched = set(await session.scalars(earlier.returning(Evidence.fact_id)))
    now = clock.now()
    for each in seen:
        if each.key in told or {(each.key, ""), (each.key, each.value)} & closed:
            continue
        fact = known.get((each.key, each.value)) or _new(person_id, grant, each)
        fact.retain_until, fact.grant_id = now + LEARN.lasts, grant.id
        session.add(fact)
        await session.flush()
        session.add(Evidence(fact_id=fact.id, ref=ref, signal=each.signal, shown=dict(each.shown), at=now))
        touched.add(fact.id)
    await session.flush()
    await _weigh(session, touched)
    use(session, grant.id, f"learn {ref}")
    await tell_facts(session, person_id)


async def tell(
    session: AsyncSession, person_id: int, grant: Grant, question: Question, value: str, words: Texts
) -> Fact:
    """What the person says counts, instead of whatever was known of the same before."""
    now = clock.now()
    others = list(await session.scalars(_facts_of(person_id).where(Fact.key == question.key)))
    fact = next((each for each in others if each.value == value), None)
    await _delete(session, [each.id for each in others if each is not fact])
    if fact is None:
        fact = Fact(person_id=person_id, key=question.key, value=value, learned_at=now, turn=0)
        session.add(fact)
    else:
        await session.execute(delete(Evidence).where(Evidence.fact_id == fact.id))
    fact.label, fact.words, fact.kind, fact.strength = dict(question.label), dict(words), FactKind.TOLD, 0
    fact.grant_id, fact.retain_until, fact.resting_until = grant.id, now + REMEMBER.lasts, None
    fact.turn = max((each.turn for each in others), default=0) + 1
    for table in (Tombstone, Skip):
        await session.execute(delete(table).where(table.person_id == person_id, table.key == question.key))
    await session.flush()
    use(session, grant.id, f"remember {question.key}", fact.id)
    await tell_facts(session, person_id)
    return fact


async def forget(session: AsyncSession, fact: Fact) -> None:
    """Forget a fact with all it was learned from, and never infer it again."""
    if not fact.key.startswith((MEASURE, TOLD)):
        await _bury(session, fact.person_id, fact.key, fact.value)
    await _delete(session, [fact.id])
    await tell_facts(session, fact.person_id)


async def stop_learning(session: AsyncSession, person_id: int, key: str) -> None:
    """Forget all that is known under a key, and learn nothing about it any more."""
    await _bury(session, person_id, key, "")
    found = await session.scalars(_facts_of(person_id).where(Fact.key == key))
    await _delete(session, [fact.id for fact in found])
    await tell_facts(session, person_id)


async def learn_again(session: AsyncSession, person_id: int, key: str, value: str) -> None:
    """Allow once more to learn what was not to be learned."""
    buried = (Tombstone.person_id == person_id, Tombstone.key == key, Tombstone.value == value)
    await session.execute(delete(Tombstone).where(*buried))


def rest(fact: Fact, until: datetime | None) -> None:
    """Let a fact not serve for some time; None lets it serve again."""
    fact.resting_until = until
    fact.turn += 1


async def forget_what_rests_on(session: AsyncSession, person_id: int, purpose: Purpose) -> None:
    """Forget every fact that is known by the person's permission for a purpose; without it none may be kept."""
    granted = select(Grant.id).join(Subject, Subject.id == Grant.subject)
    rests = granted.where(Subject.person_id == person_id, Grant.purpose == purpose.code)
    found = await session.scalars(select(Fact.id).where(Fact.person_id == person_id, Fact.grant_id.in_(rests)))
    await _delete(session, list(found))
    await tell_facts(session, person_id)


def _facts_of(person_id: int) -> Select[Fact]:
    return select(Fact).where(Fact.person_id == person_id)


def _new(person_id: int, grant: Grant, seen: Observation) -> Fact:
    return Fact(
        person_id=person_id,
        key=seen.key,
        value=seen.value,
        label=dict(seen.label),
        words=dict(seen.words),
        kind=FactKind.OBSERVED,
        strength=0,
        grant_id=grant.id,
        learned_at=clock.now(),
        turn=0,
    )


async def _weigh(session: AsyncSession, facts: Collection[int]) -> None:
    """Sum the evidence of these facts up anew; those without any are forgotten."""
    rows = await session.execute(select(Evidence.fact_id, Evidence.signal).where(Evidence.fact_id.in_(facts)))
    signals: dict[int, list[Signal]] = {fact: [] for fact in facts}
    for fact_id, signal in rows:
        signals[fact_id].append(signal)
    for fact in await session.scalars(select(Fact).where(Fact.id.in_(facts))):
        fact.strength = sum(WEIGHTS[signal] for signal in signals[fact.id])
        fact.kind = FactKind.ORDERED if Signal.ORDERED in signals[fact.id] else FactKind.OBSERVED
        fact.turn += 1
    await _delete(session, [fact for fact, found in signals.items() if not found])


async def _closed(session: AsyncSession, person_id: int) -> set[tuple[str, str]]:
    buried = select(Tombstone.key, Tombstone.value).where(Tombstone.person_id == person_id)
    return {(key, value) for key, value in await session.execute(buried)}


async def _bury(session: AsyncSession, person_id: int, key: str, value: str) -> None:
    await add_unless_there(session, Tombstone(person_id=person_id, key=key, value=value, at=clock.now()))


async def _delete(session: AsyncSession, facts: Collection[int]) -> None:
    if facts:
        await session.execute(delete(Fact).where(Fact.id.in_(facts)))
