"""Whoever has begun with a version goes on with it, and hears of a newer one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from configurator.catalogue.productfile import read_product
from tests.support.pages import query
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
