"""What was made before signing in becomes somebody's, if they say that it is theirs."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Person, Refusal
from accounts.identity.people import refused as refused_by
from accounts.identity.visitors import Visitor
from accounts.privacy.personal import Belonging, PersonalData
from app.core import clock
from app.core.database import add_unless_there

Rooms = Sequence[PersonalData]


async def offered(session: AsyncSession, rooms: Rooms, visitor: Visitor, person: Person) -> list[Belonging]:
    """What this browser holds, or came with the person's e-mail, is nobody's yet and was not refused; oldest first."""
    refused = await _refused(session, person)
    found = await _belongings(session, rooms, visitor.guest, person)
    return sorted((each for each in found if each.what not in refused), key=lambda each: each.since)


async def join(session: AsyncSession, rooms: Rooms, visitor: Visitor, person: Person) -> None:
    """All that was offered is theirs."""
    refused = await _refused(session, person)
    for room in rooms:
        await room.join(session, visitor.guest, person, refused)


async def refuse(session: AsyncSession, rooms: Rooms, visitor: Visitor, person: Person) -> None:
    """Nothing of what was offered is theirs: it is not offered again, nor shown to them in this browser."""
    refused = await _refused(session, person)
    everything = {each.what for each in await _belongings(session, rooms, visitor.guest, person)}
    by_mail = {each.what for each in await _belongings(session, rooms, None, person)}
    said = (by_mail | {f"guest:{visitor.guest}"}) if everything - by_mail - refused else by_mail
    for what in sorted(said - refused):
        await add_unless_there(session, Refusal(person_id=person.id, what=what, refused_at=clock.now()))


async def _belongings(session: AsyncSession, rooms: Rooms, guest: str | None, person: Person) -> list[Belonging]:
    return [each for room in rooms for each in await room.belongings(session, guest, person.email)]


async def _refused(session: AsyncSession, person: Person) -> frozenset[str]:
    return frozenset(await session.scalars(refused_by(person.id)))
