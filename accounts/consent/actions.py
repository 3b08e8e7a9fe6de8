"""Granting, withdrawing, and using a permission. Each is a new row; none is ever changed."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.models import Grant, Notice, Subject, Use, Withdrawal
from accounts.consent.notices import NoticeText
from accounts.consent.purposes import PURPOSES, Purpose
from accounts.consent.queries import locked_subject, standing_grants, subject_of
from app.core import clock
from app.core.database import add_unless_there


class Restricted(Exception):
    """All use of the person's data is stopped, since they asked for it to be erased."""


async def grant(session: AsyncSession, person_id: int, notice: NoticeText, method: str) -> Grant:
    """Allow the notice's purpose; the grant there is already, if one is live.

    `notice` is the very text that the person saw, `method` where and how they said yes. Raises `Restricted`.
    """
    subject = await subject_of(session, person_id) or await _new_subject(session, person_id)
    if subject.restricted_at is not None:
        raise Restricted
    purpose = PURPOSES[notice.purpose]
    present = (await standing_grants(session, person_id)).get(purpose.code)
    if present is not None:
        return present
    await add_unless_there(
        session,
        Notice(
            hash=notice.hash, purpose=notice.purpose, version=notice.version, locale=notice.locale, text=notice.text
        ),
    )
    now = clock.now()
    given = Grant(
        subject=subject.id,
        purpose=purpose.code,
        notice=notice.hash,
        method=method,
        granted_at=now,
        expires_at=now + purpose.lasts,
    )
    session.add(given)
    await session.flush()
    return given


async def end_grant(session: AsyncSession, person_id: int, purpose: Purpose, method: str) -> bool:
    """Withdraw the permission for a purpose; whether there was any.

    This is the ledger's side alone: ``accounts.privacy.withdrawing`` also ends what rests on it.
    """
    await subject_of(session, person_id)
    present = (await standing_grants(session, person_id)).get(purpose.code)
    if present is None:
        return False
    session.add(Withdrawal(grant_id=present.id, method=method, withdrawn_at=clock.now()))
    await session.flush()
    return True


def use(session: AsyncSession, grant_id: int, decision: str, fact: int | None = None) -> None:
    """Write down that something was done by a live grant."""
    session.add(Use(grant_id=grant_id, decision=decision, fact=fact, at=clock.now()))


async def stop_all_use(session: AsyncSession, person_id: int) -> Subject:
    """Whatever the person allowed, nothing is done by it until `allow_use_again`; their pseudonyms, locked."""
    subject = await subject_of(session, person_id) or await _new_subject(session, person_id)
    subject.restricted_at = subject.restricted_at or clock.now()
    return subject


async def allow_use_again(session: AsyncSession, person_id: int) -> None:
    """What the person allowed holds as before."""
    subject = await subject_of(session, person_id)
    if subject is not None:
        subject.restricted_at = None


async def _new_subject(session: AsyncSession, person_id: int) -> Subject:
    await add_unless_there(session, Subject(person_id=person_id))
    return (await session.scalars(locked_subject(person_id))).one()
