"""The configurator's page as search engines and messengers show it."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.apps import SHOP
from tests.support.pages import Page
from tests.support.visitors import Visitor


def said(page: Page, name: str) -> str:
    (meta,) = page.all("meta", property=f"og:{name}")
    return str(meta["content"])


def data(page: Page) -> dict[str, dict[str, Any]]:
    (script,) = page.all("script", type="application/ld+json")
    read = json.loads(script.words)
    assert read["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in read["@graph"]}


@pytest.mark.parametrize("prefix", ["", "/en", "/ru"])
async def test_search_engines_are_told_of_one_address_in_each_language(shopper: Visitor, prefix: str):
    page = await shopper.open(f"{prefix}/build/ebike?c=frame.step&base=city")
    (canonical,) = page.all("link", rel="canonical")
    alternates = {link["hreflang"]: link["href"] for link in page.all("link", rel="alternate")}

    assert canonical["href"] == f"{SHOP}{prefix}/build/ebike"
    assert alternates == {
        "en": f"{SHOP}/en/build/ebike",
        "ru": f"{SHOP}/ru/build/ebike",
        "x-default": f"{SHOP}/build/ebike",
    }


async def test_messengers_show_just_what_was_shared(shopper: Visitor):
    page = await shopper.open("/ru/build/ebike?c=frame.step,colour.pine&base=city")
    shown = urlsplit(said(page, "url"))

    assert said(page, "title") == "Электровелосипед: Город 28"
    assert said(page, "locale") == "ru_RU"
    assert (shown.scheme, shown.netloc, shown.path) == ("https", "shop.example", "/ru/build/ebike")
    assert parse_qs(shown.query)["c"] == ["frame.step,colour.pine"]
    assert (await shopper.open(f"{shown.path}?{shown.query}")).form["colour"] == "colour.pine"


async def test_with_its_picture_told_in_words(shopper: Visitor):
    page = await shopper.open("/en/build/ebike?c=frame.step,colour.pine")
    picture = await shopper.client.get(said(page, "image"))

    assert picture.headers["content-type"] == "image/png"
    assert "immutable" in picture.headers["cache-control"]
    assert "Pine green" in said(page, "image:alt")
    assert picture.content != (await shopper.client.get("/en/pictures/ebike.png")).content


async def test_nothing_of_it_tells_what_is_between_the_page_and_its_reader(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=frame.diamond&want=drive.belt8&spec=6TSJV-T66D0-R&undo=frame.step")

    for address in (said(page, "url"), said(page, "image")):
        assert not parse_qs(urlsplit(address).query).keys() & {"want", "spec", "undo", "picked"}


async def test_search_engines_are_told_the_lowest_price(shopper: Visitor):
    page = await shopper.open("/en/build/ebike?c=motor.speed")
    product = data(page)["Product"]
    offer = product["offers"]
    cheapest = await shopper.client.get("/api/products/ebike/verdict")

    assert product["name"] == "E-bike"
    assert product["url"] == f"{SHOP}/en/build/ebike"
    assert product["description"]
    assert product["brand"] == {"@type": "Brand", "name": "Atelier"}
    assert (await shopper.client.get(product["image"])).status_code == 200
    assert offer["@type"] == "AggregateOffer"
    assert offer["priceCurrency"] == "EUR"
    assert offer["availability"] == "https://schema.org/MadeToOrder"
    assert 0 < float(offer["lowPrice"]) * 100 <= cheapest.json()["price"]["total"]


async def test_and_the_way_to_it(shopper: Visitor):
    steps = data(await shopper.open("/ru/build/ebike"))["BreadcrumbList"]["itemListElement"]

    assert [(step["position"], step["item"]) for step in steps] == [
        (1, f"{SHOP}/ru/"),
        (2, f"{SHOP}/ru/build/ebike"),
    ]
    assert all(step["@type"] == "ListItem" and step["name"] for step in steps)


async def test_the_price_is_the_regions(shopper: Visitor):
    for region, currency in (("eu", "EUR"), ("us", "USD"), ("ru", "RUB")):
        offer = data(await shopper.open(f"/build/ebike?region={region}"))["Product"]["offers"]
        assert offer["priceCurrency"] == currency


async def test_a_click_is_not_told_any_of_it(shopper: Visitor):
    page = await shopper.open("/build/ebike")
    answer = await shopper.send(page, htmx=True, colour="colour.pine")

    assert "og:" not in answer.text
    assert "ld+json" not in answer.text
