"""The configurator in a page of another site: the same, but for what is personal and for what is kept."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from litestar import Litestar

from tests.support.visitors import BROWSER, EBIKE, Visitor, publish_in, shop_with

JEANS = (Path(__file__).parents[3] / "examples" / "jeans.toml").read_text(encoding="utf-8")
MAKER, BLOG = "https://maker.example", "http://blog.example:8080"


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A shop that two sites may embed."""
    folder = tmp_path_factory.mktemp("shop")
    async with shop_with(
        sqlite_template, folder, EBIKE, JEANS, adapt=lambda settings: replace(settings, embed_hosts=(MAKER, BLOG))
    ) as app:
        yield app


async def test_only_the_sites_of_the_settings_may_show_it(shopper: Visitor):
    headers = (await shopper.client.get("/embed/ebike")).headers

    assert f"frame-ancestors {MAKER} {BLOG}" in headers["content-security-policy"]
    assert "x-frame-options" not in headers
    assert headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize("path", ["/", "/build/ebike", "/cart", "/signin", "/embed/submarine", "/pictures/ebike.svg"])
async def test_and_nothing_else_of_the_shop(shopper: Visitor, path: str):
    headers = (await shopper.client.get(path)).headers

    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


async def test_it_is_the_configurator_without_the_shop_around_it(shopper: Visitor):
    page = await shopper.open("/ru/embed/ebike?c=colour.pine&base=city")

    assert page.form["colour"] == "colour.pine"
    assert page.form["base"] == "city"
    assert not page.all("header", class_="top")
    assert not page.all("footer")
    assert not page.all("link", rel="canonical")
    assert "Рама" in page.words


async def test_a_change_stays_in_the_frame(shopper: Visitor):
    page = await shopper.open("/en/embed/ebike")
    changed = await shopper.change(page, frame="frame.step")

    assert changed.address.startswith("/en/embed/ebike?c=frame.step")
    assert changed.builder["action"] == "/en/embed/ebike"


async def test_so_do_the_links_of_the_page(shopper: Visitor):
    page = await shopper.open("/en/embed/ebike?c=frame.diamond&want=drive.belt8")
    leaving = [link for link in page.all("a") if not link["href"].startswith(("/en/embed/ebike", "#"))]

    assert {link["target"] for link in leaving} <= {"_top", "glossary"}
    assert page.link("City 28").startswith("/en/embed/ebike")
    assert page.link("Keep mine, change nothing").startswith("/en/embed/ebike")


async def test_a_click_gets_the_blocks_that_differ(shopper: Visitor):
    page = await shopper.open("/embed/ebike")
    answer = await shopper.send(page, htmx=True, frame="frame.step")

    assert answer.headers["hx-push-url"].startswith("/embed/ebike?c=frame.step")
    assert "Go on in the shop" in answer.text
    assert "Put it in the cart" not in answer.text


async def test_saving_and_ordering_leave_the_frame_with_all_that_was_chosen(shopper: Visitor):
    page = await shopper.open("/en/embed/ebike?c=frame.step,colour.pine&base=city")
    (way,) = [link for link in page.all("a") if "Go on in the shop" in link.words]
    there = await shopper.open(way["href"])

    assert way["target"] == "_top"
    assert way["href"].startswith("/en/build/ebike?")
    assert there.form["colour"] == "colour.pine"
    assert there.form["base"] == "city"
    assert not [button for button in page.all("button") if button["formaction"]]


async def test_nothing_personal_is_asked_in_it(shopper: Visitor):
    page = await shopper.open("/embed/ebike")

    assert not {"inseam", "rider", "plate"} & page.form.keys()
    assert "This is asked in the shop" in page.part("q-inseam").words


async def test_what_is_personal_and_not_asked_as_things_stand_is_left_out(shopper: Visitor):
    preset, measured = [await shopper.open(f"/embed/jeans?c={c}") for c in ("", "fit.measures")]

    assert "hidden" in preset.part("q-waist").attributes
    assert "This is asked in the shop" in measured.part("q-waist").words


async def test_and_nothing_that_was_told_in_the_shop_is_shown(shopper: Visitor):
    page = await shopper.open("/build/ebike")
    await shopper.change(page, plate="Annabella", inseam="97.5")
    told, fresh = await shopper.open("/build/ebike"), await shopper.open("/embed/ebike")

    assert "Annabella" in str(told.form)
    assert "Annabella" not in (await shopper.client.get("/embed/ebike")).text
    assert fresh.status != told.status


async def test_whatever_is_sent_no_cookie_is_set(shopper: Visitor):
    page = await shopper.open("/embed/ebike")
    for fields in ({"colour": "colour.pine"}, {"plate": "Annabella", "inseam": "81"}, {"inseam": "tall"}):
        answer = await shopper.client.post("/embed/ebike", data={**page.form, **fields}, headers=BROWSER)

        assert answer.status_code == 303
        assert "set-cookie" not in answer.headers
        assert "Annabella" not in answer.headers["location"]


async def test_another_site_cannot_send_its_form(shopper: Visitor):
    page = await shopper.open("/embed/ebike")
    answer = await shopper.client.post(
        "/embed/ebike", data=page.form, headers={"Sec-Fetch-Site": "cross-site", "Origin": MAKER}
    )

    assert answer.status_code == 403


async def test_what_there_is_not_is_a_404(shopper: Visitor):
    await shopper.open("/embed/submarine", 404)


class TestTheProductIsPublishedAnew:
    """While somebody builds it in a frame."""

    @pytest.fixture
    async def open_shop(self, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Litestar]:
        async with shop_with(
            sqlite_template, tmp_path, EBIKE, adapt=lambda settings: replace(settings, embed_hosts=(MAKER,))
        ) as app:
            yield app

    async def test_the_way_to_the_newer_version_stays_in_the_frame(self, shopper: Visitor):
        page = await shopper.change(await shopper.open("/embed/ebike"), colour="colour.pine")
        await publish_in(shopper.shop.state.database, EBIKE.replace('"Pine green"', '"Fir green"'))
        stale = await shopper.open(page.address)
        newer = await shopper.open(stale.link("See the newer version"))

        assert "newer version" in stale.notices
        assert newer.address.startswith("/embed/ebike")
        assert "Fir green" in newer.words


class TestNoSiteMayEmbedIt:
    """A shop whose settings name none, as is the default."""

    @pytest.fixture
    async def open_shop(self, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Litestar]:
        async with shop_with(sqlite_template, tmp_path, EBIKE) as app:
            yield app

    async def test_there_is_nothing_to_embed(self, shopper: Visitor):
        await shopper.open("/embed/ebike", 404)
        assert (await shopper.client.post("/embed/ebike", data={}, headers=BROWSER)).status_code == 404
