"""Reading specs."""

from __future__ import annotations

from litestar.exceptions import NotFoundException
from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from accounts.api import Visitor
from app.core import clock
from configurator.specs.codes import read_code
from configurator.specs.models import KEEP_DELETED, Revision, Spec

Saved = tuple[Spec, Revision]
"""A spec with its newest revision."""


async def spec_of_code(session: AsyncSession, text: str) -> Spec | None:
    """The spec with this code, as people write codes, with its revisions (two queries).

    A deleted one is found for as long as it can be put back.
    """
    code = read_code(text)
    if code is None:
        return None
    there = or_(Spec.deleted_at.is_(None), Spec.deleted_at > clock.now() - KEEP_DELETED)
    return await session.scalar(select(Spec).where(Spec.code == code, there).options(selectinload(Spec.revisions)))


async def own_spec(session: AsyncSession, visitor: Visitor, text: str) -> Spec:
    """The visitor's own spec with this code; raises NotFoundException for those of others and for none alike."""
    spec = await spec_of_code(session, text)
    if spec is None or not await visitor.may_open(session, spec, spec.path):
        raise NotFoundException
    return spec


async def specs_of(
    session: AsyncSession, visitor: Visitor, before: int | None = None, most: int | None = None
) -> list[Saved]:
    """The visitor's specs, last saved first: at most so many, saved earlier than the revision with the id `before`."""
    found = _newest(visitor).where(Spec.deleted_at.is_(None)).limit(most)
    rows = await session.execute(found if before is None else found.where(Revision.id < before))
    return [(spec, revision) for spec, revision in rows]


async def deleted_of(session: AsyncSession, visitor: Visitor) -> list[Saved]:
    """Those of the visitor's specs that are deleted and can be put back."""
    rows = await session.execute(_newest(visitor).where(Spec.deleted_at > clock.now() - KEEP_DELETED))
    return [(spec, revision) for spec, revision in rows]


def _newest(visitor: Visitor) -> Select[Spec, Revision]:
    newest = select(func.max(Revision.id)).where(Revision.spec_id == Spec.id).correlate(Spec).scalar_subquery()
    saved = select(Spec, Revision).join(Revision, Revision.id == newest)
    return saved.where(visitor.owned(Spec)).order_by(Revision.id.desc())
