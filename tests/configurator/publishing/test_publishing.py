"""A file becomes a version that never changes, and the newest publication is what shoppers get."""

from pathlib import Path

import pytest
from litestar import Litestar
from sqlalchemy import func, select

from app.core.database import Database
from configurator.cli import publish_files
from configurator.engine.document import ProductFileError
from configurator.publishing.models import ProductVersion, Publication
from configurator.publishing.shelf import Shelf
from tests.support.visitors import EBIKE, Visitor, publish_in

DEARER = EBIKE.replace("base = 1890", "base = 1990")
BROKEN = EBIKE.replace('motor.hub implies wheels.w28_hg"', 'motor.hub implies wheels.square"')


async def rows(database: Database) -> tuple[int, int]:
    """How many versions and publications there are."""
    async with database.reading() as session:
        versions = await session.scalar(select(func.count()).select_from(ProductVersion))
        return versions or 0, await session.scalar(select(func.count()).select_from(Publication)) or 0


async def current(app: Litestar) -> str:
    shelf: Shelf = app.state.shelf
    published = await shelf.current("ebike")
    return published.hash if published else ""


async def test_nothing_is_sold_before_something_is_published(database: Database, shopper: Visitor):
    await shopper.open("/build/ebike", status=404)


async def test_what_is_published_is_what_shoppers_get(database: Database, shopper: Visitor):
    published = await publish_in(database, EBIKE)

    assert published.startswith((await shopper.open("/build/ebike")).form["v"])


async def test_publishing_the_same_again_changes_nothing(stocked: Litestar, database: Database):
    before = await current(stocked), await rows(database)
    await publish_in(database, "# Written anew, with a comment.\n\n" + EBIKE)

    assert (await current(stocked), await rows(database)) == before


async def test_a_changed_file_is_a_new_version(stocked: Litestar, database: Database, shopper: Visitor):
    before = await shopper.open("/build/ebike")
    dearer = await publish_in(database, DEARER)
    after = await shopper.open("/build/ebike")

    assert dearer.startswith(after.form["v"])
    assert (before.status, after.status) == ("Total €2,843.80.", "Total €2,943.80.")
    assert await rows(database) == (2, 2)


async def test_going_back_to_the_file_before_makes_no_third_version(stocked: Litestar, database: Database):
    before = await current(stocked)
    await publish_in(database, DEARER)
    await publish_in(database, EBIKE)

    assert await current(stocked) == before
    assert await rows(database) == (2, 3)


async def test_a_version_keeps_the_words_it_was_first_published_with(database: Database):
    published = await publish_in(database, EBIKE)
    async with database.reading() as session:
        first = await session.get_one(ProductVersion, published)
    await publish_in(database, DEARER)
    await publish_in(database, EBIKE + "\n# Later.\n")
    async with database.reading() as session:
        again = await session.get_one(ProductVersion, published)

    assert (again.source, again.created_at) == (EBIKE, first.created_at)


async def test_a_file_with_errors_publishes_nothing(stocked: Litestar, database: Database):
    before = await current(stocked), await rows(database)
    with pytest.raises(ProductFileError, match="square"):
        await publish_in(database, BROKEN)

    assert (await current(stocked), await rows(database)) == before


async def test_of_several_files_all_are_published_or_none(
    database: Database, database_url: str, app: Litestar, tmp_path: Path
):
    files = [tmp_path / "good.toml", tmp_path / "bad.toml"]
    for file, source in zip(files, (EBIKE, BROKEN), strict=True):
        file.write_text(source, encoding="utf-8")
    with pytest.raises(ProductFileError, match=r"bad\.toml"):
        await publish_files(database.engine.url.render_as_string(hide_password=False), files)

    assert await rows(database) == (0, 0)


async def test_a_replica_that_is_warm_already_notices(stocked: Litestar, database: Database):
    other = Shelf(database)
    await other.current("ebike")
    await publish_in(database, DEARER)
    seen = await other.current("ebike")

    assert seen is not None
    assert seen.hash == await current(stocked)
