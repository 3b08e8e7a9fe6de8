"""A product by chance, and the cheapest with what somebody chose: both can be built, and neither changes anything."""

from __future__ import annotations

import random
import re

import pytest

from configurator.build.asking import Asking
from configurator.build.proposals import by_chance
from configurator.build.reaching import leading_to
from configurator.catalogue.productfile import read_product
from configurator.engine.compiled import CompiledProduct
from configurator.publishing.shelf import Published
from tests.support.pages import query
from tests.support.visitors import EBIKE, STOOL, Visitor


@pytest.fixture(scope="module", params=[EBIKE, STOOL], ids=["ebike", "stool"])
def product(request: pytest.FixtureRequest) -> Asking:
    file = read_product(request.param, "file.toml")
    return Asking.of(Published(file.content_hash, file, CompiledProduct(file.model)), {}, {})


@pytest.mark.parametrize("seed", range(8))
def test_its_choices_lead_to_just_the_product_that_chance_made(product: Asking, seed: int):
    made = by_chance(product, random.Random(seed))
    reached = leading_to(product, made)

    assert reached.verdict().product == made
    assert not reached.verdict().dropped


def test_chance_makes_the_same_of_a_seed_and_another_of_another(product: Asking):
    assert by_chance(product, random.Random(3)) == by_chance(product, random.Random(3))
    assert len({str(by_chance(product, random.Random(seed))) for seed in range(5)}) > 1


async def test_its_seed_stands_in_the_address_so_back_shows_the_same(shopper: Visitor):
    page = await shopper.go_on(await shopper.client.get("/build/ebike/surprise"))

    assert query(page.address)["seed"].isdigit()
    assert (await shopper.open(page.address)).part("main").words == page.part("main").words
    another = await shopper.open(page.link("Another one"))
    assert another.part("main").words != page.part("main").words


async def test_who_takes_it_has_it_and_can_undo_that(shopper: Visitor):
    page = await shopper.open("/build/ebike/surprise?seed=7&c=frame.mixte,lock.folding")
    (price,) = (p.words for p in page.all("p") if p["class"] == "slip-total")
    taken = await shopper.open(page.link("Take this one"))
    undone = await shopper.open(taken.link("Undo"))

    assert taken.status == f"Total {price}."
    assert taken.notices == "Your changes are made. Undo"
    assert undone.form["c"] == "frame.mixte,lock.folding"


async def test_who_does_not_keeps_theirs(shopper: Visitor):
    page = await shopper.open("/build/ebike/surprise?seed=7&c=frame.mixte&base=city")
    kept = await shopper.open(page.link("Keep mine, change nothing"))

    assert (kept.form["c"], kept.form["base"], kept.notices) == ("frame.mixte", "city", "")


async def test_a_measure_that_was_told_stands_whatever_the_dice_say(shopper: Visitor):
    told = await shopper.change(await shopper.open("/build/ebike"), inseam="62")
    page = await shopper.go_on(await shopper.press(told, "Surprise me"))
    taken = await shopper.open(page.link("Take this one"))

    assert taken.form["size"] == "size.xs"
    assert "inseam" not in page.address + taken.address


@pytest.mark.parametrize("seed", ["", "-1", "x", "1" * 40, "٣"])
async def test_a_seed_that_is_none_gets_one(shopper: Visitor, seed: str):
    answer = await shopper.client.get("/build/ebike/surprise", params={"seed": seed})

    assert answer.status_code == 303
    assert query(answer.headers["location"])["seed"].isdigit()


async def test_the_cheapest_says_what_it_saves_and_what_goes_and_comes_before_anything_changes(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=motor.speed")
    offer = await shopper.go_on(await shopper.press(page, "Cheapest that has what I chose"))
    taken = await shopper.open(offer.link("Take this one"))
    saved = int(re.sub(r"\D", "", re.findall(r"([\d,.]+) less than now", offer.words)[0]))

    assert "Nothing cheaper has all that you chose." in offer.words
    assert offer.all("del")
    assert offer.all("ins")
    assert cents(page.status) - cents(taken.status) == saved
    assert "motor.speed" in taken.form["c"].split(",")
    assert (await shopper.open(taken.link("Undo"))).form["c"] == "motor.speed"


async def test_of_the_cheapest_there_is_nothing_cheaper_to_take(shopper: Visitor):
    page = await shopper.open("/build/ebike/cheapest?c=motor.speed")
    taken = await shopper.open(page.link("Take this one"))
    again = await shopper.go_on(await shopper.press(taken, "Cheapest that has what I chose"))

    assert "You have it already: nothing cheaper has all that you chose." in again.words
    assert "Take this one" not in again.words
    assert (await shopper.open(again.link("Back to building"))).status == taken.status


async def test_the_cheapest_of_all_is_the_price_from_which_the_front_page_sells(shopper: Visitor):
    page = await shopper.open("/build/ebike/cheapest")
    (price,) = (p.words for p in page.all("p") if p["class"] == "slip-total")

    assert f"From {price}" in (await shopper.open("/")).words


async def test_both_keep_search_engines_out_and_unknown_products_are_none(shopper: Visitor):
    for place in ("surprise?seed=1", "cheapest"):
        answer = await shopper.client.get(f"/build/ebike/{place}")
        assert answer.headers["x-robots-tag"] == "noindex"
        assert (await shopper.client.get(f"/build/nothing/{place}")).status_code == 404


async def test_what_is_wrong_with_the_form_is_said_first(shopper: Visitor):
    page = await shopper.open("/build/ebike")
    answer = await shopper.press(page, "Surprise me", inseam="400")

    assert answer.status_code == 422
    assert "400" in answer.text


def cents(words: str) -> int:
    return int(re.sub(r"\D", "", words))
