"""Coming back to change a spec: every change is a revision, and none is ever lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from tests.configurator.specs.conftest import reopened, save_change
from tests.support.pages import Page
from tests.support.visitors import BROWSER, EBIKE, Visitor, shop_with

CARGO = EBIKE.replace('code = "ebike"', 'code = "cargo"')


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A shop with two products."""
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), EBIKE, CARGO) as app:
        yield app


async def test_a_change_is_the_next_revision_of_the_same_code(owner: Visitor, spec: str):
    page = await reopened(owner, spec)
    assert await save_change(owner, page, colour="colour.soot") == spec

    shown = await owner.open(spec)
    assert "revision 2" in shown.words
    assert "Soot black" in shown.words


async def test_the_one_before_can_still_be_seen(owner: Visitor, spec: str):
    await save_change(owner, await reopened(owner, spec), colour="colour.soot", plate="Ben")
    old = await owner.open(f"{spec}?revision=1")

    assert "You are looking at an older revision." in old.words
    assert "Pine green" in old.words
    assert "Annabella" in old.words
    assert (await owner.open(f"{spec}?revision=2")).words == (await owner.open(spec)).words


async def test_an_unchanged_one_is_no_new_revision(owner: Visitor, spec: str):
    await save_change(owner, await reopened(owner, spec))

    assert "revision 1" in (await owner.open(spec)).words
    assert "Revision 2" not in (await owner.open(spec)).words


@pytest.mark.parametrize("changes", [{"rider": "90"}, {"plate": ""}, {"inseam": "98"}])
async def test_a_change_of_a_measure_or_a_word_is_one(owner: Visitor, spec: str, changes: dict[str, str]):
    await save_change(owner, await reopened(owner, spec), **changes)

    assert "revision 2" in (await owner.open(spec)).words


async def test_an_older_one_can_be_opened_and_saved_anew(owner: Visitor, spec: str):
    await save_change(owner, await reopened(owner, spec), colour="colour.soot", plate="Ben")
    page = await reopened(owner, spec, "?revision=1")
    assert page.form["colour"] == "colour.pine"
    assert page.form["plate"] == "Annabella"

    await save_change(owner, page)
    shown = await owner.open(spec)
    assert "revision 3" in shown.words
    assert "Pine green" in shown.words


async def test_what_she_tells_while_saving_is_remembered_for_the_next_bike(owner: Visitor, spec: str):
    await save_change(owner, await reopened(owner, spec), inseam="98", plate="Ben")
    page = await owner.open("/build/ebike")

    assert (page.form["inseam"], page.form["plate"]) == ("98", "Ben")


@pytest.mark.parametrize("revision", ["0", "2", "-1", "01", "1.0", "x", "9" * 99, "%00", "1%20", "%D9%A1"])
async def test_a_revision_that_is_not_there_is_a_404(owner: Visitor, spec: str, revision: str):
    answer = await owner.client.get(f"{spec}?revision={revision}", headers=BROWSER)

    assert answer.status_code == (400 if revision == "%00" else 404)


async def test_a_typo_while_changing_loses_nothing(owner: Visitor, spec: str):
    page = await reopened(owner, spec)
    answer = await owner.send(page, to=f"{spec}/revisions", colour="colour.soot", inseam="long")
    again = Page(answer)

    assert answer.status_code == 422
    assert (again.form["inseam"], again.form["colour"]) == ("long", "colour.soot")
    assert await save_change(owner, again, inseam="98") == spec
    assert "revision 2" in (await owner.open(spec)).words


async def test_another_product_is_no_revision_of_it(owner: Visitor, spec: str):
    answer = await owner.send(await owner.open("/build/cargo"), to=f"{spec}/revisions")

    assert answer.status_code == 404
    assert "revision 1" in (await owner.open(spec)).words
