"""A shop with a bike and a stool in it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

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
