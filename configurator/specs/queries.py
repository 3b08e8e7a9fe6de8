"""Reading specs."""

from __future__ import annotations

from litestar.exceptions import NotFoundException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from accounts.api import Visitor
from configurator.specs.codes import read_code
from configurator.specs.models import Spec


async def spec_of_code(session: AsyncSession, text: str) -> Spec | None:
    """The spec with this code, as people write codes, with its revisions (two queries)."""
    code = read_code(text)
    if code is None:
        return None
    return await session.scalar(select(Spec).where(Spec.code == code).options(selectinload(Spec.revisions)))


async def own_spec(session: AsyncSession, visitor: Visitor, text: str) -> Spec:
    """The visitor's own spec with this code; raises NotFoundException for those of others and for none alike."""
    spec = await spec_of_code(session, text)
    if spec is None or not await visitor.may_open(session, spec, spec.path):
        raise NotFoundException
    return spec
