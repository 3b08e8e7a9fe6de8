"""What a room that holds people's things tells and does about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from litestar import Request
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Person

Words = Callable[[str], str]
"""From a language to what is to be said in it: from ``ru`` to ``Ваш велосипед, код K7Q4M-2XR9D-T``."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """A thing that is nobody's account's yet."""

    what: str
    """A reference, such as ``spec:12``."""
    words: Words
    since: datetime


@dataclass(frozen=True, slots=True)
class Remaining:
    """What an erasure leaves, and why."""

    words: Words
    why: Words
    until: date | None
    """The last day on which it is kept; None where that is not known yet."""


class PersonalData(Protocol):
    """A room's part in what is somebody's. ``create_app`` keeps all of them in ``app.state.personal``."""

    async def belongings(self, session: AsyncSession, guest: str | None, email: str) -> Sequence[Belonging]:
        """What no account has yet of the guest (the digest of a browser's secret), or came with the e-mail."""

    async def join(self, session: AsyncSession, guest: str | None, person: Person, refused: frozenset[str]) -> None:
        """Make what ``belongings`` tells of the guest and of the person's e-mail theirs, but for what they refused."""

    async def part(self, session: AsyncSession, guest: str) -> None:
        """Forget what somebody only told in this browser: they leave it, and it may not be theirs alone."""

    def holdings(self, person: Person, browser: str | None) -> Sequence[Select[Any]]:
        """A query for each table with rows that tell of the person, or hang on the browser in which they ask."""

    def names(self, person: Person) -> Sequence[Select[str]]:
        """What others call the person's things: pages that keys open, and what the outbox is about."""

    async def remaining(self, session: AsyncSession, person: Person) -> Sequence[Remaining]:
        """What ``erase`` would leave."""

    async def erase(self, session: AsyncSession, person: Person) -> None:
        """Remove or reduce all of it, but for what ``remaining`` tells."""


class NothingJoins:
    """The part of a room whose rows are people's alone, never a guest's."""

    async def belongings(self, session: AsyncSession, guest: str | None, email: str) -> Sequence[Belonging]:
        """None."""
        return ()

    async def join(self, session: AsyncSession, guest: str | None, person: Person, refused: frozenset[str]) -> None:
        """Nothing to join."""

    async def part(self, session: AsyncSession, guest: str) -> None:
        """Nothing is a browser's."""


class NothingNamed:
    """The part of a room whose things nobody else has a name for."""

    def names(self, person: Person) -> Sequence[Select[str]]:
        """None."""
        return ()


class NothingRemains:
    """The part of a room of which an erasure leaves nothing."""

    async def remaining(self, session: AsyncSession, person: Person) -> Sequence[Remaining]:
        """None."""
        return ()


def rooms_of(request: Request[Any, Any, Any]) -> Sequence[PersonalData]:
    """Every room that holds people's things."""
    rooms: Sequence[PersonalData] = request.app.state.personal
    return rooms
