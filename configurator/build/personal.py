"""What was told while building, as somebody's thing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Belonging, Person
from configurator.build.models import Draft


class PersonalDrafts:
    """The room's part in what is somebody's: measures and words that go with a browser, not with an account."""

    async def belongings(self, session: AsyncSession, guest: str | None, email: str) -> Sequence[Belonging]:
        """None: a draft is kept for this browser alone."""
        return ()

    async def join(self, session: AsyncSession, guest: str | None, person: Person, refused: frozenset[str]) -> None:
        """Drafts stay where they are."""

    async def part(self, session: AsyncSession, guest: str) -> None:
        """Forget what was told in this browser."""
        await session.execute(delete(Draft).where(Draft.guest == guest))
