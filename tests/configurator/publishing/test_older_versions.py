"""Whoever has begun with a version goes on with it, and hears of a newer one."""

import pytest
from litestar import Litestar

from app.core.database import Database
from tests.support.pages import query
from tests.support.visitors import EBIKE, Visitor, publish_in

DEARER = EBIKE.replace("base = 1890", "base = 1990")
OTHER = EBIKE.replace('code = "ebike"', 'code = "cargo"').replace("base = 1890", "base = 2890")


@pytest.fixture
async def old(stocked: Litestar, database: Database) -> str:
    """The whole name of a version that is no longer current."""
    old = await publish_in(database, EBIKE)
    await publish_in(database, DEARER)
    return old


@pytest.mark.parametrize("length", [8, 12, 64])
async def test_an_old_version_still_answers_by_the_beginning_of_its_name(old: str, shopper: Visitor, length: int):
    page = await shopper.open(f"/build/ebike?v={old[:length]}")

    assert page.form["v"] == old[:12]
    assert page.status == "Total €2,843.80."


async def test_its_page_says_that_there_is_a_newer_one_and_leads_there(old: str, shopper: Visitor):
    page = await shopper.open(f"/build/ebike?c=motor.strong&v={old[:12]}&base=city")
    assert "There is a newer version of this product." in page.notices

    newer = await shopper.open(page.link("See the newer version"))
    assert newer.form["v"] != old[:12]
    assert (newer.form["c"], newer.form["base"]) == ("motor.strong", "city")
    assert newer.notices == ""


async def test_who_follows_the_current_one_hears_nothing(old: str, shopper: Visitor):
    page = await shopper.open("/build/ebike")

    assert (await shopper.open(f"/build/ebike?v={page.form['v']}")).notices == ""


async def test_a_change_stays_with_the_version_it_began_with(old: str, shopper: Visitor):
    page = await shopper.open(f"/build/ebike?v={old[:12]}")
    answer = await shopper.send(page, motor="motor.strong")
    click = await shopper.send(page, htmx=True, motor="motor.strong")

    assert query(answer.headers["location"])["v"] == old[:12]
    assert query(click.headers["hx-push-url"])["v"] == old[:12]


@pytest.mark.parametrize("v", ["0123456789ab", "0123456", "zzzzzzzzzzzz", "%25", "_" * 12, "A" * 12, "ё", "0" * 65])
async def test_an_unknown_version_is_said_and_the_current_one_served(old: str, shopper: Visitor, v: str):
    page = await shopper.open(f"/build/ebike?v={v}&c=motor.strong")

    assert "We do not know that version of the product." in page.notices
    assert page.form["v"] != old[:12]
    assert page.form["c"] == "motor.strong"


async def test_a_program_is_told_which_version_answered(old: str, shopper: Visitor):
    named = await shopper.verdict(version=old[:12])
    unknown = await shopper.verdict(version="0123456789ab")

    assert named["version"] == old
    assert unknown["version"] != old


@pytest.mark.parametrize("length", [12, 64])
@pytest.mark.parametrize("warm", [False, True])
async def test_the_version_of_another_product_is_unknown(
    old: str, database: Database, shopper: Visitor, length: int, warm: bool
):
    cargo = await publish_in(database, OTHER)
    if warm:
        await shopper.open(f"/build/cargo?v={cargo}")
    page = await shopper.open(f"/build/ebike?v={cargo[:length]}")
    blocks = await shopper.client.post(
        "/build/nothing", data={"c": "", "v": cargo[:length]}, headers={"HX-Request-Type": "partial"}
    )

    assert page.form["product"] == "ebike"
    assert "We do not know that version of the product." in page.notices
    assert blocks.status_code == 404
