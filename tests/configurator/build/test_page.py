"""The configurator's page, as whoever opens its address meets it."""

import re

import pytest

from tests.support.pages import query
from tests.support.visitors import Visitor

ASKED = {"frame", "size", "colour", "motor", "tyres", "inseam", "rider", "plate", "bags.rear", "extras.mudguards"}


async def test_it_opens_complete_and_priced(shopper: Visitor):
    page = await shopper.open("/build/ebike")

    assert page.form.keys() >= ASKED
    assert page.form["frame"] == "frame.diamond"
    assert page.status.startswith("Total €")
    assert page.notices == ""


async def test_a_product_we_do_not_make_is_a_page_of_the_shop_and_a_404(shopper: Visitor):
    page = await shopper.open("/ru/build/submarine", status=404)

    assert "Здесь ничего нет" in page.words
    assert page.link("Atelier") == "/ru/"


@pytest.mark.parametrize(
    ("address", "words", "title"),
    [
        ("/build/ebike", "How do you like to get on?", "Everyday 28"),
        ("/en/build/ebike?base=city", "How do you like to get on?", "City 28"),
        ("/ru/build/ebike", "Как вам удобнее садиться?", "Будни 28"),
    ],
)
async def test_it_speaks_the_language_of_its_address(shopper: Visitor, address: str, words: str, title: str):
    page = await shopper.open(address)

    assert words in page.part("q-frame").words
    assert title in [heading.words for heading in page.all("h1")]


async def test_every_link_and_the_form_stay_in_the_language(shopper: Visitor):
    page = await shopper.open("/ru/build/ebike?c=frame.diamond&want=drive.belt8")
    links = {link["href"] for link in page.all("a") if link["href"].startswith("/")}

    assert page.builder["action"].startswith("/ru/")
    assert {link for link in links if not link.startswith("/ru/")} == {page.link("English")}
    assert query(page.link("English")) == {"c": "frame.diamond", "want": "drive.belt8"}


async def test_numbers_and_amounts_are_written_as_its_readers_write_them(shopper: Visitor):
    english, russian = await shopper.open("/en/build/ebike"), await shopper.open("/ru/build/ebike")

    assert "from 60 cm to 100 cm, in steps of 0.5" in english.part("q-inseam").words
    assert "0,5 см" in russian.part("q-inseam").words
    assert re.fullmatch(r"Total €\d,\d\d\d\.\d\d\.", english.status)
    assert re.search(r"\d \d\d\d,\d\d €", russian.status)


async def test_a_base_model_brings_its_own_defaults(shopper: Visitor):
    city = await shopper.open("/build/ebike?base=city")

    assert city.form["base"] == "city"
    assert (city.form["frame"], city.form["drive"]) == ("frame.step", "drive.hub8")
    assert city.form["c"] == ""


async def test_an_unknown_base_or_region_is_the_shops_own(shopper: Visitor):
    page = await shopper.open("/build/ebike?base=moon&region=moon")

    assert page.form == (await shopper.open("/build/ebike")).form


async def test_another_base_model_is_a_link_away_and_keeps_the_choices(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=colour.pine,motor.strong")
    express = await shopper.open(page.link("Express 45"))

    assert express.form["base"] == "express"
    assert express.form["c"] == "colour.pine,motor.strong"
    assert express.form["motor"] == "motor.strong"


async def test_an_option_that_does_not_fit_says_why_in_words_and_can_still_be_chosen(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=frame.diamond")
    belt = page.field("drive", "drive.belt8")

    assert page.description("drive", "drive.belt8") == (
        "Does not fit. A belt is one closed loop, so the frame has to open; you chose Diamond, alloy."
    )
    assert "disabled" not in belt.attributes


@pytest.mark.parametrize(
    ("option", "words"),
    [("colour.plum", "Out of stock. Back in week 4."), ("colour.raw", "Made by our staff only. We brush it by hand")],
)
async def test_what_cannot_be_had_for_other_reasons_says_so_too(shopper: Visitor, option: str, words: str):
    page = await shopper.open("/build/ebike")

    assert words in page.description("colour", option)


async def test_every_option_that_does_not_fit_has_its_reason(shopper: Visitor):
    for c in ("motor.speed", "frame.mixte,bags.front:2", "motor.hub,battery.b500", "drive.beltauto,extras.child_seat"):
        page = await shopper.open(f"/build/ebike?c={c}")
        blocked = [tile for tile in page.all(data_state="blocked") for tile in tile.all("input", "select")]

        assert blocked
        assert all(page.description(tile["name"], tile["value"]) for tile in blocked)


async def test_what_follows_from_the_choices_says_so(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=motor.speed")

    assert page.form["extras.mirror"] == "1"
    assert "At 45 km/h the law asks for a mirror; you chose Fast mid motor" in page.description("extras.mirror")


async def test_the_picture_is_told_in_words(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=frame.step,colour.pine")
    (picture,) = page.all("svg", role="img")
    (title,) = picture.all("title")

    assert "Step-through" in title.words
    assert "Pine green" in title.words


async def test_search_engines_are_shown_one_address_whatever_the_choices(shopper: Visitor):
    page = await shopper.open("/en/build/ebike?c=frame.step&base=city")

    (canonical,) = page.all("link", rel="canonical")
    assert canonical["href"].endswith("/en/build/ebike")
