"""A file becomes a version that never changes, and the newest publication is what shoppers get."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.database import Database
from configurator.cli import publish_files
from configurator.engine.file.document import ProductFileError
from configurator.publishing.check import check
from configurator.publishing.models import ProductVersion, Publication
from configurator.publishing.shelf import Shelf
from tests.support.visitors import STOOL, Visitor, publish_in

FILED = STOOL.replace('kind = "text"', 'kind = "file"').replace("max_length = 12\n", "")
DEARER = STOOL.replace("base = 100\n", "base = 110\n")
BROKEN = STOOL.replace("wood.oak implies height", "wood.square implies height")


async def rows(database: Database) -> tuple[int, int]:
    """How many versions and publications there are."""
    async with database.reading() as session:
        versions = await session.scalar(select(func.count()).select_from(ProductVersion))
        return versions or 0, await session.scalar(select(func.count()).select_from(Publication)) or 0


async def current(database: Database) -> str:
    """The version that a replica without any memory serves."""
    async with database.reading() as session:
        published = await Shelf().current(session, "stool")
    return published.hash if published else ""


@pytest.fixture
async def stool(database: Database) -> str:
    """The name of the published version."""
    return await publish_in(database, STOOL)


async def test_nothing_is_sold_before_something_is_published(database: Database, shopper: Visitor):
    await shopper.open("/build/stool", status=404)


async def test_what_is_published_is_what_shoppers_get(stool: str, shopper: Visitor):
    verdict = await shopper.verdict("stool")

    assert verdict["version"] == stool
    assert verdict["price"]["total"] == 10_000


async def test_publishing_the_same_again_changes_nothing(stool: str, database: Database):
    await publish_in(database, "# Written anew, with a comment.\n\n" + STOOL)

    assert await current(database) == stool
    assert await rows(database) == (1, 1)


async def test_a_changed_file_is_a_new_version(stool: str, database: Database, shopper: Visitor):
    before = await shopper.verdict("stool")
    dearer = await publish_in(database, DEARER)
    after = await shopper.verdict("stool")
    old = await shopper.verdict("stool", version=stool)

    assert [each["version"] for each in (before, after, old)] == [stool, dearer, stool]
    assert [each["price"]["total"] for each in (before, after, old)] == [10_000, 11_000, 10_000]
    assert await rows(database) == (2, 2)


async def test_going_back_to_the_file_before_makes_no_third_version(stool: str, database: Database):
    await publish_in(database, DEARER)
    await publish_in(database, STOOL)

    assert await current(database) == stool
    assert await rows(database) == (2, 3)


async def test_a_version_keeps_the_words_it_was_first_published_with(stool: str, database: Database):
    async with database.reading() as session:
        first = await session.get_one(ProductVersion, stool)
    await publish_in(database, DEARER)
    await publish_in(database, STOOL + "\n# Later.\n")
    async with database.reading() as session:
        again = await session.get_one(ProductVersion, stool)

    assert (again.source, again.created_at) == (STOOL, first.created_at)


async def test_a_file_with_errors_publishes_nothing(stool: str, database: Database):
    with pytest.raises(ProductFileError, match="square"):
        await publish_in(database, BROKEN)

    assert await current(database) == stool
    assert await rows(database) == (1, 1)


async def test_of_several_files_all_are_published_or_none(database: Database, tmp_path: Path):
    files = [tmp_path / "good.toml", tmp_path / "bad.toml"]
    for file, source in zip(files, (STOOL, BROKEN), strict=True):
        file.write_text(source, encoding="utf-8")
    with pytest.raises(ProductFileError, match=r"bad\.toml"):
        await publish_files(database.engine.url.render_as_string(hide_password=False), files)

    assert await rows(database) == (0, 0)


async def test_a_replica_that_is_warm_already_notices(stool: str, database: Database):
    other = Shelf()
    async with database.reading() as session:
        await other.current(session, "stool")
    dearer = await publish_in(database, DEARER)
    async with database.reading() as session:
        seen = await other.current(session, "stool")

    assert seen is not None
    assert seen.hash == dearer


async def test_two_who_publish_the_same_at_once_make_one_version(database: Database):
    await asyncio.gather(publish_in(database, STOOL), publish_in(database, STOOL))

    assert await rows(database) == (1, 1)


@pytest.mark.parametrize("code", ["told", "measure"])
def test_a_product_has_no_code_that_the_profile_store_uses(code: str):
    with pytest.raises(ProductFileError, match=rf"file.toml:\d+:\d+: .{code}. means something else"):
        check(STOOL.replace('code = "stool"', f'code = "{code}"'), "file.toml", clock.today())


async def test_a_group_that_takes_a_file_can_be_sold(database: Database):
    assert check(FILED, "stool.toml", clock.today()).diagnosis.dead == ()

    await publish_in(database, FILED, "stool.toml")
    assert await rows(database) == (1, 1)
