"""Anna, who has an account and things in it, and what tests do to her behind the pages' back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from litestar import Litestar
from sqlalchemy import func, select, update

from accounts.identity.models import Person, SignIn
from accounts.privacy.jobs import erase_due
from accounts.privacy.models import Erasure
from app.bridges.personal import PERSONAL
from app.core import clock
from app.core.database import Base, Database
from tests.support.pages import Page
from tests.support.visitors import Visitor

DATA = "/my/data"
ASK, NOW, KEEP, PROVE = "Erase my account", "Erase it now", "Keep my account", "Sign in once more"


def database_of(shop: Litestar) -> Database:
    database: Database = shop.state.database
    return database


async def person(shop: Litestar, email: str) -> Person | None:
    async with database_of(shop).reading() as session:
        return await session.scalar(select(Person).where(Person.email == email))


async def ask(visitor: Visitor) -> Page:
    """Ask to be erased; the page to which that leads."""
    return await visitor.go_on(await visitor.press(await visitor.open(DATA), ASK))


async def let_time_pass(shop: Litestar) -> None:
    """The time to take it back is over, and the worker comes by."""
    async with database_of(shop).writing() as session:
        waiting = (Erasure.done_at.is_(None), Erasure.cancelled_at.is_(None))
        await session.execute(update(Erasure).where(*waiting).values(due_at=clock.now()))
    await erase_due(database_of(shop), PERSONAL)


async def sign_in_grows_old(shop: Litestar, age: timedelta) -> None:
    async with database_of(shop).writing() as session:
        await session.execute(update(SignIn).values(started_at=clock.now() - age))


async def count(shop: Litestar, *tables: type[Base]) -> Sequence[int]:
    """How many rows there are in each table."""
    async with database_of(shop).reading() as session:
        return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
