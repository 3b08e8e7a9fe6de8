"""An owner calls a spec what she likes and notes something on it; nobody else sees either."""

import asyncio

import pytest
from litestar import Litestar

from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor

LONG = {"name": "Papa's " + "x" * 80, "note": "n" * 2001}


async def write(visitor: Visitor, spec: str, field: str, text: str) -> Page:
    """Send the field's own form; the page that answers."""
    return await visitor.go_on(await visitor.client.post(f"{spec}/{field}", data={field: text}, headers=BROWSER))


async def test_the_name_takes_the_place_of_the_title(stocked: Litestar, owner: Visitor, spec: str):
    page = await owner.open(spec)
    shown = await owner.go_on(await owner.press(page, "Save the name", name="  Papa's   bike "))

    assert shown.all("h1")[0].words == "Papa's bike"
    assert "Everyday" in shown.words
    assert shown.field("name")["value"] == "Papa's bike"
    assert "Papa's bike" in (await owner.open("/my/specs")).words


async def test_an_empty_name_is_none(owner: Visitor, spec: str):
    await write(owner, spec, "name", "Papa's bike")
    page = await write(owner, spec, "name", " ")

    assert page.all("h1")[0].words == "Everyday 28"


async def test_a_note_keeps_its_lines(stocked: Litestar, owner: Visitor, spec: str):
    page = await owner.open(spec)
    shown = await owner.go_on(await owner.press(page, "Save the note", note="For Papa.\r\nAsk him about the bags <b>"))

    (said,) = shown.all("blockquote")
    assert "".join(said.texts()) == "For Papa.\nAsk him about the bags <b>"
    assert said.words in (await owner.open("/my/specs")).words


async def test_neither_is_shown_to_who_has_the_code(owner: Visitor, spec: str, helper: Visitor):
    await write(owner, spec, "name", "Papa's bike")
    await write(owner, spec, "note", "His birthday is in May")
    page = await helper.client.get(spec)

    assert "Papa" not in page.text
    assert "birthday" not in page.text


@pytest.mark.parametrize("field", ["name", "note"])
async def test_a_stranger_writes_nothing_and_learns_nothing(owner: Visitor, spec: str, stranger: Visitor, field: str):
    theirs = await stranger.client.post(f"{spec}/{field}", data={field: "Mine"}, headers=BROWSER)
    nobodys = await stranger.client.post(f"/specs/00000-00000-0/{field}", data={field: "Mine"}, headers=BROWSER)

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert "Mine" not in (await owner.open(spec)).words


@pytest.mark.parametrize("field", ["name", "note"])
@pytest.mark.parametrize("prefix", ["", "/ru"])
async def test_what_is_too_long_comes_back_with_a_word_about_it(owner: Visitor, spec: str, field: str, prefix: str):
    await write(owner, spec, "name", "Papa's bike")
    answer = await owner.client.post(f"{prefix}{spec}/{field}", data={field: LONG[field]}, headers=BROWSER)
    page = Page(answer)
    said = {"": "there is room for", "/ru": "а места — на"}[prefix]

    assert answer.status_code == 422
    assert page.field(field)["aria-invalid"] == "true"
    assert said in page.description(field)
    assert said in page.all("div", class_="note stop")[0].words
    assert LONG[field] in (page.field(field)["value"] or page.field(field).words)
    assert (await owner.open(spec)).all("h1")[0].words == "Papa's bike"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Tab\there", "Tab here"),
        ("Null\0byte", "Nullbyte"),
        ("two\nlines", "twolines"),
        ("é", "é"),
        ("👩‍👧 & <i>", "👩‍👧 & <i>"),
        ("Велосипед для папы", "Велосипед для папы"),
    ],
)
async def test_odd_characters_do_no_harm(owner: Visitor, spec: str, typed: str, kept: str):
    page = await write(owner, spec, "name", typed)

    assert page.all("h1")[0].words == kept


async def test_of_two_tabs_the_later_name_counts_and_nothing_else_is_lost(stocked: Litestar, owner: Visitor, spec: str):
    one, other = await owner.open(spec), await owner.open(spec)
    await owner.press(one, "Save the name", name="First")
    await owner.press(one, "Save the note", note="Noted")
    await owner.press(other, "Save the name", name="Second")
    page = await owner.open(spec)

    assert page.all("h1")[0].words == "Second"
    assert page.all("blockquote")[0].words == "Noted"


async def test_name_and_note_at_once_are_both_kept(stocked: Litestar, owner: Visitor, spec: str):
    await asyncio.gather(write(owner, spec, "name", "Papa's bike"), write(owner, spec, "note", "Noted"))
    page = await owner.open(spec)

    assert (page.all("h1")[0].words, page.all("blockquote")[0].words) == ("Papa's bike", "Noted")
