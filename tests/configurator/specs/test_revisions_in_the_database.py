"""Two who save at once, and a shop that publishes meanwhile."""

import asyncio

import pytest
from litestar import Litestar
from sqlalchemy import select

from accounts.api import Visitor as Guest
from app.core.database import Database
from configurator.build.asking import Asking
from configurator.publishing.shelf import Shelf
from configurator.specs.actions import save_revision, save_spec
from configurator.specs.models import Revision, Spec
from tests.configurator.specs.conftest import TOLD, reopened, save, save_change
from tests.support.visitors import EBIKE, STOOL, Visitor, publish_in


@pytest.fixture
async def stool(database: Database) -> Spec:
    """A saved stool."""
    await publish_in(database, STOOL)
    async with database.writing() as session:
        return await save_spec(session, await asking(database, "wood.ash"), Guest(), "a secret")


async def asking(database: Database, c: str) -> Asking:
    async with database.reading() as session:
        published = await Shelf().current(session, "stool")
    assert published is not None
    return Asking.of(published, {"c": c}, {})


async def press(database: Database, stool: Spec, c: str) -> int:
    """Save a change in a request that takes its time; the number of the revision."""
    question = await asking(database, c)
    async with database.writing() as session:
        revision = await save_revision(session, stool, question)
        await asyncio.sleep(0.1)
        return revision.number


async def numbers(database: Database) -> list[int]:
    async with database.reading() as session:
        return list(await session.scalars(select(Revision.number).order_by(Revision.number)))


async def test_pressing_twice_makes_one_revision(database: Database, stool: Spec):
    pressed = await asyncio.gather(press(database, stool, "wood.oak"), press(database, stool, "wood.oak"))

    assert pressed == [2, 2]
    assert await numbers(database) == [1, 2]


async def test_two_different_changes_at_once_are_both_kept(database: Database, stool: Spec):
    changes = ("wood.oak", "cushion.felt", "height:60")
    await asyncio.gather(*(press(database, stool, change) for change in changes))

    assert await numbers(database) == [1, 2, 3, 4]


async def test_a_spec_stays_with_its_version_and_its_price(stocked: Litestar, database: Database, owner: Visitor):
    spec = await save(owner, "/build/ebike?c=frame.split", **TOLD)
    before = await owner.open(spec)
    retired = '[groups.frame.options.split]\nunavailable = { kind = "retired" }'
    newer = EBIKE.replace("base = 1890", "base = 1990").replace("[groups.frame.options.split]", retired)
    await publish_in(database, newer)

    assert (await owner.open(spec)).words == before.words

    page = await reopened(owner, spec)
    assert "There is a newer version of this product." in page.notices
    assert page.form["frame"] == "frame.split"
    await save_change(owner, page, colour="colour.soot")
    assert "Diamond, steel, split stay" in (await owner.open(spec)).words

    moved = await owner.open(page.link("See the newer version"))
    assert "We do not make it any more" in moved.notices
