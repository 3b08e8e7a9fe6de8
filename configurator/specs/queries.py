"""Reading specs."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.core.ids import digest
from configurator.specs.codes import read_code
from configurator.specs.models import Spec


async def spec_of_code(session: AsyncSession, text: str) -> Spec | None:
    """The spec with this code, as people write codes, with its revisions (two queries)."""
    code = read_code(text)
    if code is None:
        return None
    return await session.scalar(select(Spec).where(Spec.code == code).options(selectinload(Spec.revisions)))


def owns(token: str | None, spec: Spec) -> bool:
    """Whether the visitor with this secret may change the spec."""
    return token is not None and digest(token) == spec.guest
