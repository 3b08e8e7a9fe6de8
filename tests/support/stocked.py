"""A database with a bike and a stool in it, for tests that open many shops on it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from configurator.publishing import shelf
from configurator.publishing.models import ProductVersion
from configurator.publishing.shelf import Published
from tests.support.visitors import EBIKE, STOOL, shop_with


@pytest.fixture(scope="session")
def stocked_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with a bike and a stool in it."""
    folder = tmp_path_factory.mktemp("stocked")

    async def stock() -> None:
        async with shop_with(sqlite_template, folder, EBIKE, STOOL):
            pass

    asyncio.run(stock())
    return folder / "atelier.sqlite3"


@pytest.fixture(scope="session")
def compiled_products() -> dict[str, Published]:
    """What was compiled in this run, by the version's hash."""
    return {}


@pytest.fixture
def compiled_once(compiled_products: dict[str, Published], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each version is compiled once, however many shops are opened: what comes of it follows from its hash.

    What was made before is out of the garbage collector's way already.
    """
    make = shelf._make

    def make_once(row: ProductVersion) -> Published:
        if row.hash not in compiled_products:
            compiled_products[row.hash] = make(row)
        return compiled_products[row.hash]

    monkeypatch.setattr(shelf, "_make", make_once)
    monkeypatch.setattr(shelf, "set_aside", lambda: None)
