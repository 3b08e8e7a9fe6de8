"""What is known of somebody never sets a price: the same choices cost everybody the same, whoever asks and however."""

from __future__ import annotations

from random import Random

import pytest
from litestar import Litestar

from accounts.consent.purposes import LEARN, REMEMBER
from app.bridges.questions import ShelfQuestions
from app.core.database import Database
from configurator.engine.model import Kind
from configurator.publishing.shelf import Published
from tests.accounts.profile.store import Store, saw
from tests.support.orders import signed_in
from tests.support.pages import Page
from tests.support.visitors import Visitor, Welcome

EMAIL = "anna@example.org"
MEASURES = {"measure.inseam": "965", "measure.weight": "81000"}
TYPED = {"inseam": "96.5", "rider": "81"}
ANSWERS = {"told.ride": "tours", "told.nights": "street", "told.care": "never"}
BASES = ("everyday", "city", "express")


@pytest.fixture
async def anna(stocked: Litestar, database: Database, welcome: Welcome) -> Visitor:
    """Somebody of whom much is known: tall, which costs more, and fond of the dearest of everything."""
    anna = await signed_in(welcome, EMAIL)
    await anna.open("/build/ebike")
    store = await Store.of(database, EMAIL)
    await store.allow(LEARN, REMEMBER)
    questions = ShelfQuestions(stocked.state.shelf)
    for key, value in {**MEASURES, **ANSWERS}.items():
        question = questions.of(key)
        assert question is not None
        await store.tell(question, value)
    liked = [saw("dual", key="ebike.battery"), saw("strong", key="ebike.motor"), saw("plum", key="ebike.colour")]
    await store.learn("spec:A", *liked)
    return anna


@pytest.fixture
async def guest(anna: Visitor, welcome: Welcome) -> Visitor:
    """Somebody of whom nothing is known, but what they typed: the same measures."""
    guest = welcome()
    await guest.change(await guest.open("/build/ebike"), **TYPED)
    return guest


def amounts(page: Page) -> tuple[str, dict[str, str]]:
    """All of the price slip, and what each option would add."""
    tiles = page.all("div", class_="tile") + page.all("div", class_="tile tile-many")
    fields = {tile.all("input", "select")[0]["id"]: tile for tile in tiles}
    prices = {
        code: " ".join(each.words for each in tile.all("span", class_="tile-price money"))
        for code, tile in fields.items()
    }
    return page.part("slip").words, prices


def random_choices(published: Published, seed: int) -> str:
    chance = Random(seed)
    groups = [group for group in published.file.model.groups if group.kind in (Kind.ONE, Kind.SOME)]
    picked = chance.sample(groups, chance.randint(1, 6))
    return ",".join(f"{group.code}.{chance.choice(group.options).code}" for group in picked)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("seed", [None, 1, 2])
async def test_with_and_without_a_profile(anna: Visitor, guest: Visitor, base: str, seed: int | None):
    shelf = anna.shop.state.shelf
    choices = "" if seed is None else random_choices(shelf.products["ebike"], seed)
    address = f"/build/ebike?base={base}&c={choices}"
    hers, theirs = await anna.open(address), await guest.open(address)
    slip, prices = amounts(hers)

    assert (hers.form["inseam"], hers.form["rider"]) == ("96.5", "81")
    assert len(prices) > 80
    assert (slip, prices) == amounts(theirs)
    for offer in (node for node in hers.all("li") if node["id"].startswith("offer-")):
        assert offer.all("span", class_="money")[0].words == prices[offer["id"].removeprefix("offer-")]
    asked = {"choices": choices.split(",") if choices else [], "base": base, "personal": TYPED}
    assert await anna.verdict(**asked) == await guest.verdict(**asked)


async def test_what_is_known_was_at_work(anna: Visitor):
    page = await anna.open("/build/ebike")

    assert "We filled it in" in page.words
    assert page.all("section", class_="for-you")
