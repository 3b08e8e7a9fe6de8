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
from accounts.consent.purposes import REMEMBER, Purpose
from accounts.profile.feed import tell_facts
from accounts.profile.models import MEASURE, Budget, Evidence, Fact, FactKind, Signal, Skip, Texts, Tombstone
from accounts.profile.questions import Question
from app.core import clock
from app.core.database import add_unless_there

WEIGHTS = {Signal.ORDERED: 8, Signal.CHANGED: 4, Signal.KEPT: 1}
"""How much a signal counts; a fact serves from ``queries.SERVES_FROM`` on."""
TOLD = "told."
"""What keys of questions begin with."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What one choice in one thing says; `shown` as in ``Evidence``."""

    key: str
    value: str
    label: Texts
    words: Texts
    signal: Signal
    shown: Mapping[str, Any]


def inferred(key: str) -> bool:
    """Whether choices speak of it; measures and answers are only told."""
    return not key.startswith((MEASURE, TOLD))


async def learn(session: AsyncSession, person_id: int, grant: Grant, ref: str, seen: Sequence[Observation]) -> None:
    """Learn from one thing (`ref`); what the same thing taught before, in an earlier form, counts no more.

    Said twice by the same thing, the stronger signal counts. What was forgotten stays so, and what the person told
    themselves is theirs to say.
    """
    strongest = {(each.key, each.value): each for each in sorted(seen, key=lambda each: WEIGHTS[each.signal])}
    keys = {key for key, _ in strongest}
    found = await session.scalars(_facts_of(person_id).where(Fact.key.in_(keys)))
    known = {(fact.key, fact.value): fact for fact in found}
    told = {key for (key, _), fact in known.items() if fact.kind is FactKind.TOLD}
    closed = await _closed(session, person_id, keys)
    own = select(Fact.id).where(Fact.person_id == person_id)
    earlier = delete(Evidence).where(Evidence.ref == ref, Evidence.fact_id.in_(own)).returning(Evidence.fact_id)
    touched = set(await session.scalars(earlier))
    for (key, value), each in strongest.items():
        if key in told or {(key, ""), (key, value)} & closed:
            continue
        fact = known.get((key, value)) or _new(session, person_id, key, value)
        fact.label, fact.words, fact.kind = dict(each.label), dict(each.words), FactKind.OBSERVED
        fact.grant_id, fact.retain_until = grant.id, grant.expires_at
        await session.flush()
        session.add(Evidence(fact_id=fact.id, ref=ref, signal=each.signal, shown=dict(each.shown), at=clock.now()))
        touched.add(fact.id)
    await session.flush()
    await _weigh(session, touched)
    # Which spec or order it was is not said in the ledger, since an order outlives its customer's account, with a name.
    use(session, grant.id, f"learn {ref.partition(':')[0]}")
    await tell_facts(session, person_id)


async def tell(
    session: AsyncSession,
    person_id: int,
    grant: Grant,
    question: Question,
    value: str,
    words: Texts,
    corrected: Fact | None = None,
) -> Fact:
    """What the person says counts, instead of whatever was known of the same before.

    A fact that they correct stays the same row, so that whoever has it open elsewhere can be told that it changed.
    """
    known = list(await session.scalars(_facts_of(person_id).where(Fact.key == question.key).order_by(Fact.id)))
    fact = corrected or next(iter(known), None)
    await _delete(session, [each.id for each in known if each is not fact])
    fact = fact or _new(session, person_id, question.key, value)
    fact.value, fact.label, fact.words = value, dict(question.label), dict(words)
    fact.kind, fact.strength, fact.learned_at = FactKind.TOLD, 0, clock.now()
    fact.grant_id, fact.retain_until, fact.resting_until = grant.id, grant.expires_at, None
    fact.turn += 1
    await session.flush()
    await session.execute(delete(Evidence).where(Evidence.fact_id == fact.id))
    await session.execute(delete(Skip).where(Skip.person_id == person_id, Skip.key == question.key))
    await learn_again(session, person_id, question.key, value)
    use(session, grant.id, f"remember {question.key}", fact.id)
    await tell_facts(session, person_id)
    return fact


async def forget(session: AsyncSession, fact: Fact) -> None:
    """Forget a fact with all it was learned from; it is never inferred again, its question not asked for long."""
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


async def skip(session: AsyncSession, person_id: int, key: str) -> None:
    """Let a question rest."""
    await session.merge(Skip(person_id=person_id, key=key, at=clock.now()))


async def set_budget(session: AsyncSession, person_id: int, questions: int) -> None:
    """Be asked so many questions a week at most."""
    await session.merge(Budget(person_id=person_id, questions=questions))


def rest(fact: Fact, until: datetime | None) -> None:
    """Let a fact not serve for some time; None lets it serve again."""
    fact.resting_until = until
    fact.turn += 1


async def forget_what_rests_on(session: AsyncSession, person_id: int, purpose: Purpose) -> None:
    """Forget every fact that is known by the person's permission for a purpose; without it none may be kept."""
    granted = select(Grant.id).join(Subject, Subject.id == Grant.subject)
    rests = granted.where(Subject.person_id == person_id, Grant.purpose == purpose.code)
    await session.execute(delete(Fact).where(Fact.person_id == person_id, Fact.grant_id.in_(rests)))
    if purpose is REMEMBER:
        await session.execute(delete(Skip).where(Skip.person_id == person_id))
    await tell_facts(session, person_id)


def _facts_of(person_id: int) -> Select[Fact]:
    return select(Fact).where(Fact.person_id == person_id)


def _new(session: AsyncSession, person_id: int, key: str, value: str) -> Fact:
    fact = Fact(person_id=person_id, key=key, value=value, strength=0, learned_at=clock.now(), turn=0)
    session.add(fact)
    return fact


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


async def _closed(session: AsyncSession, person_id: int, keys: Collection[str]) -> set[tuple[str, str]]:
    own = (Tombstone.person_id == person_id, Tombstone.key.in_(keys))
    buried = select(Tombstone.key, Tombstone.value).where(*own)
    return {(key, value) for key, value in await session.execute(buried)}


async def _bury(session: AsyncSession, person_id: int, key: str, value: str) -> None:
    """See that it does not come back: by being learned, or where it is only told, by being asked for."""
    if not inferred(key):
        await skip(session, person_id, key)
        return
    await add_unless_there(session, Tombstone(person_id=person_id, key=key, value=value, at=clock.now()))


async def _delete(session: AsyncSession, facts: Collection[int]) -> None:
    if facts:
        await session.execute(delete(Fact).where(Fact.id.in_(facts)))
