"""A maker's page at another address has the configurator in it; a page that was not asked for cannot have it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browsers import PHONE, SMALL, OpenPage, accessibility_faults
from tests.support.shops import Shop, opened

EXAMPLE = Path(__file__).parents[2] / "examples" / "embed" / "index.html"
SHOP_OF_THE_EXAMPLE = "https://shop.example"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A site that is no part of the shop: its port, and the folder that it serves."""
    folder = tmp_path_factory.mktemp("site")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield str(server.server_port), folder
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def embedded_shop(site: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that the site may embed by the name of localhost, and by no other; the site has the example's page."""
    port, folder = site
    with opened(tmp_path_factory.mktemp("shop"), ATELIER_EMBED_HOSTS=f"http://localhost:{port}") as shop:
        example = EXAMPLE.read_text(encoding="utf-8")
        assert SHOP_OF_THE_EXAMPLE in example
        (folder / "index.html").write_text(example.replace(SHOP_OF_THE_EXAMPLE, shop.address), encoding="utf-8")
        yield shop


@pytest.mark.parametrize("script", [True, False])
def test_a_bike_is_built_in_the_page_of_its_maker_without_cookies(
    browser: Browser, embedded_shop: Shop, site: tuple[str, Path], script: bool
):
    page = visited(browser, f"http://localhost:{site[0]}", script)
    frame = page.frame_locator("iframe")
    frame.get_by_label("Step-through, alloy").check()
    if not script:
        frame.get_by_role("button", name="Update the price").click()
    expect(frame.locator("#stage svg title")).to_contain_text("Step-through")
    frame.get_by_role("link", name="City 28").click()
    expect(frame.locator("h1")).to_have_text("City 28")

    assert page.url.startswith("http://localhost")
    assert page.context.cookies() == []
    frame.get_by_role("link", name="Go on in the shop").click()
    page.wait_for_url(f"{embedded_shop.address}/**")
    expect(page.get_by_role("button", name="Put it in the cart")).to_be_visible()
    expect(page.get_by_label("Step-through, alloy")).to_be_checked()
    page.context.close()


def test_the_page_of_somebody_else_shows_nothing_of_it(browser: Browser, embedded_shop: Shop, site: tuple[str, Path]):
    page = visited(browser, f"http://127.0.0.1:{site[0]}", script=True)

    assert page.frames[1].url.startswith("chrome-error:")
    page.context.close()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_is_readable_and_within_reach(open_page: OpenPage, embedded_shop: Shop, language: str):
    page = open_page(f"/{language}/embed/ebike?c=frame.diamond&want=drive.belt8", at=embedded_shop.address)

    assert accessibility_faults(page) == []
    for viewport in (SMALL, PHONE):
        page.set_viewport_size(viewport)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.emulate_media(color_scheme="dark")
    assert accessibility_faults(page, "color-contrast") == []


def visited(browser: Browser, address: str, script: bool) -> Page:
    """A page in a browser of its own."""
    page = browser.new_context(java_script_enabled=script, locale="en-GB").new_page()
    page.goto(address)
    page.locator("iframe").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    return page
