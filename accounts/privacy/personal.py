"""What a room that holds people's things tells and does about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from litestar import Request
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Person


@dataclass(frozen=True, slots=True)
class Belonging:
    """A thing that is nobody's account's yet."""

    what: str
    """A reference, such as ``spec:12``."""
    words: Callable[[str], str]
    """What it is, in the words of a language: from ``ru`` to ``Ваш велосипед, код K7Q4M-2XR9D-T``."""
    since: datetime


class PersonalData(Protocol):
    """A room's part in what is somebody's. ``create_app`` keeps all of them in ``app.state.personal``."""

    async def belongings(self, session: AsyncSession, guest: str | None, email: str) -> Sequence[Belonging]:
        """What no account has yet of the guest (the digest of a browser's secret), or came with the e-mail."""

    async def join(self, session: AsyncSession, guest: str | None, person: Person, refused: frozenset[str]) -> None:
        """Make what ``belongings`` tells of the guest and of the person's e-mail theirs, but for what they refused."""

    async def part(self, session: AsyncSession, guest: str) -> None:
        """Forget what somebody only told in this browser: they leave it, and it may not be theirs alone."""


def rooms_of(request: Request[Any, Any, Any]) -> Sequence[PersonalData]:
    """Every room that holds people's things."""
    rooms: Sequence[PersonalData] = request.app.state.personal
    return rooms
