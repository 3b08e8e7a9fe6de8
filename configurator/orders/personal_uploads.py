"""Pictures that were handed in, as somebody's things: they are whose draft, spec or order answers with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import NothingJoins, NothingNamed, NothingRemains, Person
from app.core import clock
from app.core.database import Database
from configurator.build.models import Draft
from configurator.orders.models import Order, OrderLine
from configurator.orders.personal import orders_of_person
from configurator.specs.models import Revision, Spec
from configurator.uploads.models import Upload
from configurator.uploads.queries import told_in
from configurator.uploads.store import Store

PERSONAL_ANSWERS = OrderLine.content["personal"]
FRESH = timedelta(hours=1)
"""How long a picture stays that nothing names: a request that names it may not have ended."""


class PersonalUploads(NothingJoins, NothingNamed, NothingRemains):
    """The room's part in what is somebody's. A picture joins an account with what names it, and goes with the last."""

    def holdings(self, person: Person, browser: str | None) -> Sequence[Select[Any]]:
        """Those named by what was told in this browser, by the person's specs and by their orders."""
        specs = select(Spec.id).where(Spec.person_id == person.id)
        orders = select(Order.id).where(orders_of_person(person))
        named = _any_of(
            told_in(Draft, Draft.answers, Draft.guest == browser),
            told_in(Revision, Revision.answers, Revision.spec_id.in_(specs)),
            told_in(OrderLine, PERSONAL_ANSWERS, OrderLine.order_id.in_(orders)),
        )
        return (select(Upload).where(Upload.id.in_(named)),)

    async def erase(self, session: AsyncSession, person: Person) -> None:
        """Forget those that nothing names any more, now that the person's things are gone; the files go after that."""
        await session.execute(delete(Upload).where(_unnamed()))


async def is_held(session: AsyncSession, person: Person, browser: str | None, name: str) -> bool:
    """Whether the picture of that name is the person's."""
    (held,) = PersonalUploads().holdings(person, browser)
    return bool(await session.scalar(select(exists(held.where(Upload.id == name)))))


async def remove_unnamed(database: Database, store: Store) -> None:
    """Remove the pictures that no draft, spec or order names any more, and files that are no picture's."""
    async with database.writing() as session:
        await session.execute(delete(Upload).where(Upload.made_at < clock.now() - FRESH, _unnamed()))
    there = await store.names()
    async with database.reading() as session:
        kept = set(await session.scalars(select(Upload.id)))
    await store.remove(there - kept)


def _unnamed() -> ColumnElement[bool]:
    return Upload.id.not_in(
        _any_of(
            told_in(Draft, Draft.answers),
            told_in(Revision, Revision.answers),
            told_in(OrderLine, PERSONAL_ANSWERS),
        )
    )


def _any_of(*told: Select[str]) -> Select[str]:
    names = union_all(*told).subquery()
    return select(names.c[0])
