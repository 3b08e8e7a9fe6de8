"""Where search engines may go, which pages there are, and that these are as they should be for them."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree.ElementTree import Element, fromstring

import pytest
import time_machine
from litestar import Litestar

from tests.support.apps import SHOP
from tests.support.visitors import EBIKE, Visitor, publish_in, shop_with

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ALTERNATE = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A shop whose bike was published on a day that is known."""
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop")) as app:
        with time_machine.travel("2026-03-04 10:00:00Z", tick=False):
            await publish_in(app.state.database, EBIKE)
        yield app


async def sitemap(shopper: Visitor) -> list[Element]:
    answer = await shopper.client.get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    return list(fromstring(answer.content))


async def robots(shopper: Visitor) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse((await shopper.client.get("/robots.txt")).text.splitlines())
    return parser


def text(page: Element, tag: str) -> str:
    return page.findtext(f"{MAP}{tag}") or ""


async def test_the_map_has_every_public_page_in_every_language(shopper: Visitor):
    found = {text(page, "loc").removeprefix(SHOP) for page in await sitemap(shopper)}

    for path in ("/", "/build/ebike", "/privacy", "/schema"):
        assert {path, f"/en{path}", f"/ru{path}"} <= found


async def test_each_names_the_others(shopper: Visitor):
    pages = await sitemap(shopper)
    (bike,) = (page for page in pages if text(page, "loc") == f"{SHOP}/ru/build/ebike")

    assert {each.get("hreflang"): each.get("href") for each in bike.iter(ALTERNATE)} == {
        "en": f"{SHOP}/en/build/ebike",
        "ru": f"{SHOP}/ru/build/ebike",
        "x-default": f"{SHOP}/build/ebike",
    }


async def test_and_when_it_changed(shopper: Visitor):
    changed = {text(page, "loc"): text(page, "lastmod") for page in await sitemap(shopper)}

    assert changed[f"{SHOP}/en/build/ebike"] == changed[f"{SHOP}/en/"] == "2026-03-04T10:00:00+00:00"
    assert changed[f"{SHOP}/en/privacy"] == ""


async def test_every_page_of_the_map_is_fit_for_it(shopper: Visitor):
    allowed = await robots(shopper)
    for entry in await sitemap(shopper):
        address = text(entry, "loc")
        page = await shopper.open(address)
        (canonical,) = page.all("link", rel="canonical")
        (description,) = page.all("meta", name="description")
        (html,) = page.all("html")
        (title,) = page.all("head")[0].all("title")

        assert canonical["href"] == address
        assert html["lang"] == (address.removeprefix(SHOP)[1:3] if address.removeprefix(SHOP)[3:4] == "/" else "en")
        assert 10 < len(title.words) < 80
        assert len(description["content"]) > 20
        assert not page.all("meta", name="robots")
        assert allowed.can_fetch("*", address)


async def test_robots_are_told_where_the_map_is(shopper: Visitor):
    assert (await robots(shopper)).site_maps() == [f"{SHOP}/sitemap.xml"]


@pytest.mark.parametrize("prefix", ["", "/en", "/ru"])
async def test_and_what_is_not_for_them(shopper: Visitor, prefix: str):
    allowed = await robots(shopper)

    for path in ("/my", "/my/specs", "/staff/orders", "/cart", "/checkout", "/orders/7", "/signin", "/api/products"):
        assert not allowed.can_fetch("*", f"{SHOP}{prefix}{path}")
    for path in ("/", "/build/ebike", "/build/ebike?c=frame.step", "/pictures/ebike.png", "/specs/6TSJV-T66D0-R"):
        assert allowed.can_fetch("*", f"{SHOP}{prefix}{path}")


async def test_every_page_is_either_on_the_map_or_not_for_them(shopper: Visitor):
    allowed = await robots(shopper)
    mapped = {text(page, "loc").removeprefix(SHOP) for page in await sitemap(shopper)}
    pages = {route.path for route in shopper.shop.routes if "GET" in route.methods and "{" not in route.path}

    found = {path for path in pages if allowed.can_fetch("*", SHOP + path)}
    assert found - mapped == {"/healthz", "/readyz", "/robots.txt", "/sitemap.xml", "/schema/openapi.json"}


@pytest.mark.parametrize("path", ["/signin", "/signup", "/cart", "/my", "/nowhere"])
async def test_pages_that_are_not_public_say_so_themselves(shopper: Visitor, path: str):
    page = await shopper.open(path, 404 if path == "/nowhere" else 200)

    assert [meta["content"] for meta in page.all("meta", name="robots")] == ["noindex"]
    assert not page.all("link", rel="canonical")
