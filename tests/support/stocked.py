"""A database with a bike and a stool in it, for tests that open many shops on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from pathlib import Path

import pytest

from configurator.publishing import actions, shelf
from configurator.publishing.models import ProductVersion
from configurator.publishing.shelf import Published
from tests.support.visitors import EBIKE, STOOL, shop_with

AT_HAND = 16


@pytest.fixture(scope="session")
def stocked_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with a bike and a stool in it."""
    folder = tmp_path_factory.mktemp("stocked")

    async def stock() -> None:
        async with shop_with(sqlite_template, folder, EBIKE, STOOL):
            pass

    asyncio.run(stock())
    return folder / "atelier.sqlite3"


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """Each file is checked once a day of the shop's and compiled once, however many shops publish it: what comes of it
    follows from its text.

    What is made is not put out of the garbage collector's way each time: that looks through all that the tests hold.
    What a test publishes is seen at once.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "check", lru_cache(maxsize=AT_HAND)(actions.check))
        patch.setattr(shelf, "_make", compiled_once(shelf._make))
        patch.setattr(shelf, "set_aside", lambda: None)
        patch.setattr(shelf, "FRESH", 0.0)
        yield


def compiled_once(make: Callable[[ProductVersion], Published]) -> Callable[[ProductVersion], Published]:
    """Makes what `make` does, and keeps it at hand."""
    made: dict[str, Published] = {}

    @wraps(make)
    def make_once(row: ProductVersion) -> Published:
        if row.hash not in made:
            if len(made) == AT_HAND:
                del made[next(iter(made))]
            made[row.hash] = make(row)
        return made[row.hash]

    return make_once
