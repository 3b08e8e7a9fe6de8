"""What is engraved is held to what the engraver has; what is unlikely is pointed out, and what fits is named."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from tests.support.pages import Page
from tests.support.visitors import BOX, STOOL, Visitor, shop_with

AT = "/build/box"
DEEP = {"width": "200", "depth": "300"}
LOOKED_AT = "The box is deeper than it is wide. Our staff will look at this before it is made."


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), BOX, STOOL) as app:
        yield app


async def test_the_label_says_what_can_be_engraved(shopper: Visitor):
    english, russian = await shopper.open(AT), await shopper.open(f"/ru{AT}")

    assert "Up to 12 characters: letters A to Z, digits, spaces" in english.part("q-engraving").words
    assert "До 12 знаков: латинские буквы без диакритики, цифры, пробелы" in russian.part("q-engraving").words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Anna ♥", "“♥” cannot be written here: only letters A to Z, digits, spaces."),
        ("Zoë & Ben", "“ë”, “&” cannot be written here"),
        ("Анна", "“А”, “н”, “а” cannot be written here"),
        ("\N{BICYCLE}" * 900, "“\N{BICYCLE}” cannot be written here"),
        ("Annabella 2026", "That is 14 characters; there is room for 12."),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
async def test_what_cannot_be_engraved_is_named_and_stays_as_typed(
    shopper: Visitor, typed: str, words: str, htmx: bool
):
    answer = await shopper.send(await shopper.open(AT), htmx=htmx, engraving=typed, width="300")
    page = Page(answer)

    assert answer.status_code == (200 if htmx else 422)
    assert words in page.description("engraving")
    assert page.field("engraving")["value"] == typed
    assert (await shopper.open(AT)).form["width"] == "300"


async def test_it_is_shown_as_it_will_look(shopper: Visitor):
    page = await shopper.change(await shopper.open(AT), engraving="Anna 2026")
    (look,) = [node for node in page.part("q-engraving").all("p") if "engraving" in node["class"]]

    assert look.words == "Anna 2026"


@pytest.mark.parametrize("htmx", [False, True])
async def test_an_unlikely_measure_is_taken_and_pointed_out(shopper: Visitor, htmx: bool):
    answer = await shopper.send(await shopper.open(AT), htmx=htmx, **DEEP)
    page = Page(answer) if htmx else await shopper.go_on(answer)

    for question in ("q-width", "q-depth"):
        assert LOOKED_AT in page.part(question).words
    assert "Our staff will look at this before it is made." in page.part("slip").words
    if htmx:
        assert page.status.count(LOOKED_AT) == 1
    assert (await shopper.open(AT)).form["depth"] == "300"


async def test_it_goes_when_the_measure_is_likely_again(shopper: Visitor):
    page = await shopper.change(await shopper.open(AT), **DEEP)
    page = await shopper.change(page, depth="200")

    assert "deeper" not in page.words
    assert "Our staff will look" not in page.words


async def test_it_waits_until_both_measures_are_told(shopper: Visitor):
    page = await shopper.change(await shopper.open(AT), depth="300")

    assert "deeper" not in page.words


async def test_programs_are_told_what_is_looked_at(shopper: Visitor):
    told = await shopper.verdict("box", personal={"width": 200, "depth": 300})
    likely = await shopper.verdict("box", personal={"width": 200, "depth": 200})

    assert told["reviews"] == [
        {"code": "deep", "message": "The box is deeper than it is wide", "groups": ["depth", "width"]}
    ]
    assert told["complete"]
    assert likely["reviews"] == []


async def test_programs_are_held_to_the_alphabet(shopper: Visitor):
    told = await shopper.verdict("box", personal={"engraving": "Anna ♥"})

    assert [each["choice"] for each in told["dropped"]] == ["engraving:Anna ♥"]


async def test_millimetres_between_two_steps_name_the_nearest(shopper: Visitor):
    answer = await shopper.send(await shopper.open(AT), width="203", depth="12")
    page = Page(answer)

    assert "203 mm lies between two steps. The nearest is 205 mm." in page.description("width")
    assert "12 mm is less than we can build for. The nearest is 80 mm." in page.description("depth")
    assert "from 100 mm to 400 mm, in steps of 5 mm" in page.part("q-width").words


async def test_a_number_that_a_choice_forbids_names_the_nearest_that_fits(shopper: Visitor):
    page = await shopper.change(await shopper.open("/build/stool"), wood="wood.oak")
    answer = await shopper.send(page, height="75")

    assert "Oak legs come up to 70 cm; you chose Oak. The nearest that fits is 70 cm." in Page(answer).description(
        "height"
    )
