"""The owner sees all of it; whoever has the code sees the bike, and neither her measures nor what they cost."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from tests.configurator.specs.conftest import TOLD, save
from tests.support.pages import Page, query
from tests.support.visitors import EBIKE, Visitor, shop_with

HEAVY = """
[surcharges.heavy]
when = "rider > 110"
price = { eu = 60, us = 60, ru = 5700 }
label = { en = "Stronger spokes", ru = "Крепкие спицы" }
"""
OWN = ("97.5", "113", "Annabella", "Inside leg", "Rider's weight", "Name plate", "Stronger spokes")


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A shop that charges something for a rider's weight."""
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), EBIKE + HEAVY) as app:
        yield app


async def test_the_owner_sees_her_measures_her_words_and_what_they_cost(owner: Visitor, spec: str):
    page = await owner.open(spec)

    for words in (*OWN, "+7.00", "+39.90", "60.00"):
        assert words in page.words


async def test_her_helper_sees_the_bike_and_its_code(spec: str, helper: Visitor):
    page = await helper.open(spec)

    for words in ("Diamond, steel, split stay", "Pine green", spec.removeprefix("/specs/")):
        assert words in page.words


@pytest.mark.parametrize("prefix", ["", "/ru"])
async def test_but_nothing_of_hers(spec: str, helper: Visitor, prefix: str):
    page = await helper.open(prefix + spec)

    assert not [words for words in (*OWN, "97,5", "Длина ноги", "Крепкие спицы") if words in page.words]


async def test_nor_does_the_price_give_it_away(owner: Visitor, helper: Visitor):
    options = "/build/ebike?c=frame.split,size.xl,brakes.disc4"
    light = await save(owner, options, inseam="94")
    heavy = await save(owner, options, **TOLD)

    assert total(await helper.open(light)) == total(await helper.open(heavy))
    assert total(await owner.open(light)) != total(await owner.open(heavy))


async def test_nor_do_the_totals_of_its_revisions(spec: str, owner: Visitor, helper: Visitor):
    page = await owner.change(await owner.open("/build/ebike?c=frame.split"), inseam="99.5")
    before = total(await owner.open(spec))
    await owner.send(page, to=f"{spec}/revisions")
    hers, seen = await owner.open(spec), await helper.open(spec)

    assert before in hers.words
    assert "Revision 1" in seen.words
    assert not [amount for amount in (before, total(hers)) if amount in seen.words]


async def test_the_helper_is_told_that_something_is_kept_back(spec: str, owner: Visitor, helper: Visitor):
    words = "Measures and words of the owner are not shown here, nor what they cost."

    assert words in (await helper.open(spec)).words
    assert words not in (await owner.open(spec)).words


async def test_the_helper_may_build_one_like_it(spec: str, helper: Visitor):
    page = await helper.open((await helper.open(spec)).link("Build your own from this"))

    assert page.form["c"] == "frame.split,colour.pine"
    assert (page.form["inseam"], page.form["plate"], page.form["spec"]) == ("", "", "")


async def test_only_the_owner_is_offered_to_change_it(spec: str, owner: Visitor, helper: Visitor):
    assert [form for form in (await owner.open(spec)).all("form") if form["action"].startswith(spec)]
    assert not (await helper.open(spec)).all("form")


@pytest.mark.parametrize("verb", ["revisions", "changes"])
async def test_a_stranger_cannot_change_it_and_learns_nothing_by_trying(spec: str, stranger: Visitor, verb: str):
    page = await stranger.open("/build/ebike?c=colour.soot")
    await stranger.send(page, inseam="70")
    theirs = await stranger.send(page, to=f"{spec}/{verb}")
    nobodys = await stranger.send(page, to=f"/specs/00000-00000-0/{verb}")

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert theirs.text == nobodys.text.replace("/specs/00000-00000-0", spec)
    assert "Pine green" in (await stranger.open(spec)).words


async def test_search_engines_are_asked_to_forget_it(spec: str, helper: Visitor):
    answer = await helper.client.get(spec)

    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["cache-control"].startswith("private")
    assert 'name="robots" content="noindex"' in answer.text


async def test_opening_it_to_change_brings_her_measures_and_no_address_does(spec: str, owner: Visitor):
    answer = await owner.send(await owner.open("/build/ebike"), to=f"{spec}/changes")
    page = await owner.open(answer.headers["location"])

    assert query(answer.headers["location"])["spec"] == spec.removeprefix("/specs/")
    assert "97.5" not in answer.headers["location"]
    assert TOLD.items() <= page.form.items()


def total(page: Page) -> str:
    """The first amount on the page."""
    found = re.search(r"€[\d,]+\.\d\d", page.words)
    assert found
    return found[0]
