"""What is warm is bounded: products that are little asked for make room, and answer again as before when they are."""

import gc
import weakref
from collections.abc import AsyncIterator
from inspect import unwrap

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database
from configurator.publishing import shelf
from configurator.publishing.shelf import Published, Shelf
from tests.support.visitors import STOOL, publish_in

CODES = ("stool", "bench", "table")


@pytest.fixture(autouse=True)
def made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody but the shelf holds what is made."""
    monkeypatch.setattr(shelf, "_make", unwrap(shelf._make))


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    """A look into a shop that has published three products."""
    for code in CODES:
        await publish_in(database, STOOL.replace('code = "stool"', f'code = "{code}"'))
    async with database.reading() as session:
        yield session


async def warm(shelf: Shelf, session: AsyncSession) -> list[str]:
    """The products that are still warm after each was asked for."""
    compiled = {}
    for code in CODES:
        published = await shelf.current(session, code)
        assert published is not None
        compiled[code] = weakref.ref(published.compiled)
        del published
    gc.collect()
    return [code for code in CODES if compiled[code]() is not None]


async def test_few_small_products_all_stay_warm(session: AsyncSession):
    assert await warm(Shelf(), session) == list(CODES)


@pytest.mark.parametrize(
    ("bound", "most", "left"), [("WARM", 2, ["bench", "table"]), ("MOST_VALUES", 10, ["table"]), ("WARM", 0, ["table"])]
)
async def test_the_least_used_make_room_and_the_newest_stays(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch, bound: str, most: int, left: list[str]
):
    monkeypatch.setattr(shelf, bound, most)

    assert await warm(Shelf(), session) == left


async def test_the_shop_still_knows_what_it_sells(session: AsyncSession, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shelf, "WARM", 1)
    narrow = Shelf()

    assert [published.file.code for published in await narrow.all_current(session)] == list(CODES)
    assert list(narrow.products) == list(CODES)
    again = await narrow.current(session, "stool")
    assert again is not None
    assert again.hash == narrow.products["stool"].hash


async def test_pages_go_by_the_current_version_as_it_was_a_second_ago_at_most(
    session: AsyncSession, database: Database, monkeypatch: pytest.MonkeyPatch
):
    async def seen_at(moment: float) -> Published | None:
        monkeypatch.setattr(shelf.time, "monotonic", lambda: moment)
        async with database.reading() as looking:
            return await shop.shown(looking, "stool")

    monkeypatch.setattr(shelf, "FRESH", 1.0)
    shop = Shelf()
    before = await seen_at(100)
    dearer = await publish_in(database, STOOL.replace("base = 100", "base = 110"))

    assert await seen_at(100.9) is before
    after = await seen_at(101.1)
    assert after is not None
    assert after.hash == dearer
