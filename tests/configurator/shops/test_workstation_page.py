"""The page on which workstations are built."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from tests.configurator.specs.conftest import save
from tests.support.pages import Page
from tests.support.visitors import Visitor, Welcome, shop_with

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


async def test_two_cards_are_chosen_without_script_and_bring_what_they_need(shopper: Visitor):
    page = await shopper.open("/build/workstation?base=studio")
    page = await shopper.change(page, **{"gpu.p48": "2"})
    assert "2 × Pro card of 48 GB, 300 W" in page.words
    assert "gpu.p48:2" in page.address


async def test_it_is_priced_in_the_money_of_the_region(shopper: Visitor):
    for region, money in (("eu", "€1,735.00"), ("us", "$1,664.00"), ("ru", "168,900.00")):
        page = await shopper.open(f"/en/build/workstation?region={region}")
        assert money in page.words


async def test_ivans_plate_is_on_his_spec_and_a_stranger_reads_all_but_that(welcome: Welcome):
    ivan, stranger = welcome(), welcome()
    spec = await save(ivan, "/build/workstation?base=lab", plate="Иван, вычислитель")
    own, seen = await ivan.open(spec), await stranger.open(spec)
    assert "Иван, вычислитель" in own.words
    assert "Иван" not in seen.words
    assert "2 × Pro card of 48 GB, 300 W" in seen.words


async def test_a_letter_that_cannot_be_engraved_is_named_and_the_words_stay(shopper: Visitor):
    page = await shopper.open("/build/workstation")
    answer = Page(await shopper.send(page, plate="日本 1"))
    assert answer.form["plate"] == "日本 1"
    assert "日" in answer.words
