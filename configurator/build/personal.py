"""What was told while building, as somebody's thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Belonging, NothingNamed, NothingRemains, Person
from configurator.build.models import Draft


class PersonalDrafts(NothingNamed, NothingRemains):
    """The room's part in what is somebody's: measures and words that go with a browser, not with an account."""

    async def belongings(self, session: AsyncSession, guest: str | None, email: str) -> Sequence[Belonging]:
        """None: a draft is kept for this browser alone."""
        return ()

    async def join(self, session: AsyncSession, guest: str | None, person: Person, refused: frozenset[str]) -> None:
        """Drafts stay where they are."""

    async def part(self, session: AsyncSession, guest: str) -> None:
        """Forget what was told in this browser."""
        await session.execute(delete(Draft).where(Draft.guest == guest))

    def holdings(self, person: Person, browser: str | None) -> Sequence[Select[Any]]:
        """What was told in this browser."""
        return (select(Draft).where(Draft.guest == browser),)

    async def erase(self, session: AsyncSession, person: Person) -> None:
        """Nothing hangs on the account: who asks to be erased parts with it, see ``part``."""
