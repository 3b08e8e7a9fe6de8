"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.models import Grant, Notice, Subject, Use, Withdrawal
from accounts.consent.purposes import ASKED, Purpose
from app.core import clock


async def subject_of(session: AsyncSession, person_id: int) -> Subject | None:
    """The person's pseudonyms, locked: who grants, withdraws and uses a permission take turns.

    A person who never granted anything has none.
    """
    return await session.scalar(locked_subject(person_id))


def locked_subject(person_id: int) -> Select[Subject]:
    """The query of ``subject_of``."""
    found = select(Subject).where(Subject.person_id == person_id).with_for_update()
    return found.execution_options(populate_existing=True)


async def live_grant(session: AsyncSession, person_id: int, purpose: Purpose) -> Grant | None:
    """The grant that allows the purpose now; None where there is none. Whoever then acts on it cites it (`use`).

    In a transaction that writes, call ``subject_of`` first, so that no withdrawal comes in between.
    """
    return (await live_grants(session, person_id)).get(purpose.code)


async def live_grants(session: AsyncSession, person_id: int) -> dict[str, Grant]:
    """All that the person allows now, by purpose; nothing while their erasure waits."""
    return await _grants(session, person_id, is_live())


async def standing_grants(session: AsyncSession, person_id: int) -> dict[str, Grant]:
    """All that the person allowed and has not withdrawn, by purpose, whether or not all use is stopped."""
    return await _grants(session, person_id, _stands())


async def is_restricted(session: AsyncSession, person_id: int) -> bool:
    """Whether all use of the person's data is stopped, since they asked for it to be erased."""
    return await session.scalar(select(Subject.restricted_at).where(Subject.person_id == person_id)) is not None


@dataclass(frozen=True, slots=True)
class Past:
    """A permission of the present or the past, with the text that was read and how it ended."""

    grant: Grant
    notice: Notice
    withdrawal: Withdrawal | None


async def history_of(session: AsyncSession, person_id: int, before: int | None, most: int) -> list[Past]:
    """What the person allowed, newest first: at most so many, before the grant with the id."""
    asked = (
        select(Grant, Notice, Withdrawal)
        .join(Subject, Subject.id == Grant.subject)
        .join(Notice, Notice.hash == Grant.notice)
        .outerjoin(Withdrawal, Withdrawal.grant_id == Grant.id)
        .where(Subject.person_id == person_id)
        .order_by(Grant.id.desc())
        .limit(most)
    )
    rows = await session.execute(asked if before is None else asked.where(Grant.id < before))
    return [Past(grant, notice, withdrawal) for grant, notice, withdrawal in rows]


async def uses_of(session: AsyncSession, grants: Collection[int]) -> dict[int, tuple[int, datetime]]:
    """How often something was done by each of these grants, and when last; nothing for one that was never used."""
    asked = select(Use.grant_id, func.count(), func.max(Use.at)).where(Use.grant_id.in_(grants)).group_by(Use.grant_id)
    return {grant: (count, last) for grant, count, last in await session.execute(asked)}


def is_live() -> ColumnElement[bool]:
    """The condition that a grant, of a query that joins ``Grant`` and ``Subject``, holds now."""
    return and_(Subject.restricted_at.is_(None), _stands())


def _stands() -> ColumnElement[bool]:
    withdrawn = select(Withdrawal.grant_id).where(Withdrawal.grant_id == Grant.id).exists()
    version = select(Notice.version).where(Notice.hash == Grant.notice).scalar_subquery()
    recent = or_(*(and_(Grant.purpose == purpose.code, version >= purpose.holds_from) for purpose in ASKED))
    return and_(~withdrawn, Grant.expires_at > clock.now(), recent)


async def _grants(session: AsyncSession, person_id: int, holds: ColumnElement[bool]) -> dict[str, Grant]:
    asked = select(Grant).join(Subject, Subject.id == Grant.subject).where(Subject.person_id == person_id, holds)
    return {grant.purpose: grant for grant in await session.scalars(asked.order_by(Grant.id))}
