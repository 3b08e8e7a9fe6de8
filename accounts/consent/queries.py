"""Reading the ledger."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.models import Grant, Notice, Subject, Withdrawal
from accounts.consent.purposes import ASKED, Purpose
from app.core import clock


async def subject_of(session: AsyncSession, person_id: int) -> Subject | None:
    """The person's pseudonyms, locked: who grants, withdraws and uses a permission take turns.

    A person who never granted anything has none.
    """
    found = select(Subject).where(Subject.person_id == person_id).with_for_update()
    return await session.scalar(found.execution_options(populate_existing=True))


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
