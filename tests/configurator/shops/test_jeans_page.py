"""The page on which jeans are cut, and what others see of somebody's pair."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from tests.configurator.specs.conftest import save
from tests.support.pages import Page
from tests.support.visitors import Visitor, Welcome, shop_with

FILE = Path(__file__).parents[3] / "examples" / "jeans.toml"
ANNAS = {
    "waist": "745", "high_hip": "890", "low_hip": "985", "rise": "695", "inseam": "775", "outseam": "1035",
    "thigh": "595", "knee": "385", "hem_width": "215", "monogram": "Анна Б.",
}  # fmt: skip


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A shop that sells jeans."""
    folder = tmp_path_factory.mktemp("shop")
    async with shop_with(sqlite_template, folder, FILE.read_text(encoding="utf-8")) as app:
        yield app


@pytest.mark.parametrize("base", ["harbour", "slate", "orchard", "barn", "prairie"])
@pytest.mark.parametrize(
    ("prefix", "words"), [("/en", "Jeans from the front and from behind. Cut: "), ("/ru", "Джинсы спереди и сзади. ")]
)
async def test_its_page_shows_it_in_both_languages(shopper: Visitor, prefix: str, words: str, base: str):
    page = await shopper.open(f"{prefix}/build/jeans?base={base}")
    (picture,) = (node for node in page.all("svg") if node["role"] == "img")
    assert picture.words.startswith(words)


async def test_anna_sees_her_measures_and_her_monogram_and_nobody_else_does(welcome: Welcome):
    anna, stranger = welcome(), welcome()
    spec = await save(anna, "/build/jeans?c=fit.measures,denim.comfort", **ANNAS)
    own, seen = await anna.open(spec), await stranger.open(spec)

    for value in ("745 mm", "1,035 mm", "Анна Б."):
        assert value in own.words
        assert value not in seen.words
    assert "Nine measures" in seen.words
    assert "Анна" not in (await stranger.client.get(f"{spec}.svg")).text


async def test_a_measure_between_two_steps_is_asked_for_again_and_stays_as_it_was_typed(shopper: Visitor):
    page = await shopper.open("/build/jeans?c=fit.measures")
    answer = Page(await shopper.send(page, waist="743"))
    assert answer.form["waist"] == "743"
    assert "745" in answer.words
