"""All that tells of a person, in every room, and in the tables that are every room's: keys, and the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, delete, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.keys import forget_keys
from accounts.identity.models import Hold, Key, Person
from accounts.privacy.personal import PersonalData
from app.core.mail import KIND as MAIL
from app.core.outbox import Outgoing

Rooms = Sequence[PersonalData]


def holdings_of(rooms: Rooms, person: Person, browser: str | None) -> list[Select[Any]]:
    """A query for each table with rows that tell of the person, or hang on the browser in which they ask."""
    names = _names(rooms, person)
    held = or_(Hold.opens.in_(names), Hold.guest == browser)
    return [
        *(each for room in rooms for each in room.holdings(person, browser)),
        select(Key).where(Key.opens.in_(names)),
        select(Hold).where(held),
        select(Outgoing).where(or_(_mail_to(person), Outgoing.about.in_(names))),
    ]


def table_of(holding: Select[Any]) -> Table:
    """Which table's rows a query of ``holdings_of`` asks for."""
    (table,) = holding.get_final_froms()
    assert isinstance(table, Table)  # noqa: S101 - not a join
    return table


async def count_holdings(session: AsyncSession, holdings: Sequence[Select[Any]]) -> list[int]:
    """How many rows each of the queries finds (one query)."""
    counts = [select(func.count()).select_from(each.subquery()).scalar_subquery() for each in holdings]
    return list((await session.execute(select(*counts))).one())


async def erase_what_is_every_rooms(session: AsyncSession, rooms: Rooms, person: Person) -> None:
    """Forget keys to the person's things, and mail to their address; mail about a thing is its room's to forget."""
    names = _names(rooms, person)
    await forget_keys(session, names)
    await session.execute(delete(Outgoing).where(_mail_to(person), Outgoing.about.not_in(names)))


def _names(rooms: Rooms, person: Person) -> Select[str]:
    names = union_all(*(each for room in rooms for each in room.names(person))).subquery()
    return select(names.c[0])


def _mail_to(person: Person) -> ColumnElement[bool]:
    return and_(Outgoing.kind == MAIL, Outgoing.payload["to"].as_string() == person.email)
