"""The page on which workstations are built."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from tests.support.visitors import Visitor, shop_with

FILE = Path(__file__).parents[3] / "examples" / "workstation.toml"


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A shop that sells workstations."""
    folder = tmp_path_factory.mktemp("shop")
    async with shop_with(sqlite_template, folder, FILE.read_text(encoding="utf-8")) as app:
        yield app


@pytest.mark.parametrize("base", ["study", "studio", "render", "lab"])
@pytest.mark.parametrize(("prefix", "words"), [("/en", "Workstation. Case: "), ("/ru", "Рабочая станция. Корпус: ")])
async def test_its_page_shows_it_in_both_languages(shopper: Visitor, prefix: str, words: str, base: str):
    page = await shopper.open(f"{prefix}/build/workstation?base={base}")
    (picture,) = (node for node in page.all("svg") if node["role"] == "img")
    assert picture.words.startswith(words)
