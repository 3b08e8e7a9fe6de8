"""Whoever has begun with a version goes on with it, and hears of a newer one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from configurator.catalogue.productfile import read_product
from tests.support.pages import Page, query
from tests.support.visitors import EBIKE, HTMX, Visitor, shop_with

DEARER = EBIKE.replace("base = 1890", "base = 1990")
OTHER = EBIKE.replace('code = "ebike"', 'code = "cargo"')
OLD, NEW, CARGO = (read_product(source, "file.toml").content_hash for source in (EBIKE, DEARER, OTHER))


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A shop that has published the e-bike twice."""
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), EBIKE, OTHER, DEARER) as app:
        yield app


@pytest.mark.parametrize("length", [8, 12, 64])
async def test_an_old_version_still_answers_by_the_beginning_of_its_name(shopper: Visitor, length: int):
    page = await shopper.open(f"/build/ebike?v={OLD[:length]}")

    assert page.form["v"] == OLD[:12]


async def test_its_page_says_that_there_is_a_newer_one_and_leads_there(shopper: Visitor):
    page = await shopper.open(f"/build/ebike?c=motor.strong&v={OLD[:12]}&base=city")
    assert "There is a newer version of this product." in page.notices

    newer = await shopper.open(page.link("See the newer version"))
    assert newer.form["v"] == NEW[:12]
    assert (newer.form["c"], newer.form["base"]) == ("motor.strong", "city")
    assert newer.notices == ""


async def test_who_follows_the_current_one_hears_nothing(shopper: Visitor):
    page = await shopper.open("/build/ebike")

    assert (await shopper.open(f"/build/ebike?v={page.form['v']}")).notices == ""


async def test_a_change_stays_with_the_version_it_began_with(shopper: Visitor):
    page = await shopper.open(f"/build/ebike?v={OLD[:12]}")
    answer = await shopper.send(page, motor="motor.strong")
    click = await shopper.send(page, htmx=True, motor="motor.strong")

    assert query(answer.headers["location"])["v"] == OLD[:12]
    assert query(click.headers["hx-push-url"])["v"] == OLD[:12]


@pytest.mark.parametrize("v", ["0123456789ab", "0123456", "zzzzzzzzzzzz", "%25", "_" * 12, "A" * 12, "ё", "0" * 65])
async def test_an_unknown_version_is_said_and_the_current_one_served(shopper: Visitor, v: str):
    page = await shopper.open(f"/build/ebike?v={v}&c=motor.strong")

    assert "We do not know that version of the product." in page.notices
    assert page.form["v"] == NEW[:12]
    assert page.form["c"] == "motor.strong"


async def test_a_program_is_told_which_version_answered(shopper: Visitor):
    named = await shopper.verdict(version=OLD[:12])
    unknown = await shopper.verdict(version="0123456789ab")

    assert named["version"] == OLD
    assert unknown["version"] == NEW


@pytest.mark.parametrize("length", [12, 64])
async def test_the_version_of_another_product_is_unknown(shopper: Visitor, length: int):
    await shopper.open(f"/build/cargo?v={CARGO}")
    page = await shopper.open(f"/build/ebike?v={CARGO[:length]}")
    blocks = await shopper.client.post("/build/nothing", data={"c": "", "v": CARGO[:length]}, headers=HTMX)

    assert page.form["product"] == "ebike"
    assert "We do not know that version of the product." in page.notices
    assert blocks.status_code == 404


class TestMuchIsNew:
    """The newest e-bike is dearer, has no pine green any more, and another saddle by default."""

    CHANGED = (
        DEARER.replace("[groups.colour.options.pine]", "[groups.colour.options.spruce]")
        .replace('"colour.pine"', '"colour.spruce"')
        .replace(
            '"saddle.leather_tan", "extras.mudguards", "rack.rated"', '"saddle.gel", "extras.mudguards", "rack.rated"'
        )
    )

    @pytest.fixture(scope="class")
    async def open_shop(
        self, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> AsyncIterator[Litestar]:
        async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), EBIKE, self.CHANGED) as app:
            yield app

    async def test_what_would_be_different_there_is_said_before_one_goes(self, shopper: Visitor):
        page = await shopper.open(f"/build/ebike?v={OLD[:12]}&c=colour.pine,motor.strong")
        newer = await shopper.open(page.link("See the newer version"))

        assert f"In the newer one yours costs {newer.status.removeprefix('Total ')[:-1]}," in page.notices
        assert "colour.pine: This product has no such choice." in page.notices
        assert "Colour: Pine green here, Rowan red there." in page.notices
        assert "Saddle: Leather, tan here, Gel there." in page.notices
        assert newer.form["c"] == "motor.strong"

    async def test_nothing_of_it_happens_by_itself(self, shopper: Visitor):
        page = await shopper.open(f"/build/ebike?v={OLD[:12]}&c=colour.pine")
        after = await shopper.change(page, motor="motor.strong")

        assert after.form["c"] == "colour.pine,motor.strong"
        assert after.form["v"] == OLD[:12]

    async def test_a_click_is_told_the_same_and_asks_no_more_of_the_database(self, shopper: Visitor):
        page = await shopper.open(f"/build/ebike?v={OLD[:12]}&c=colour.pine")
        click = Page(await shopper.send(page, htmx=True, motor="motor.strong"))

        assert "Saddle: Leather, tan here, Gel there." in click.notices


async def test_where_nothing_but_the_price_is_new_nothing_else_is_said(shopper: Visitor):
    page = await shopper.open(f"/build/ebike?c=motor.strong&v={OLD[:12]}")

    assert page.notices.endswith("In the newer one yours costs €3,213.80, 100.00 more.See the newer version")
