"""Where somebody is: the address names it, the browser remembers it, and the prices, the tax and the parts follow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from litestar import Litestar

from app.core import clock
from app.core.security import REGION_COOKIE
from tests.support.pages import Page, query
from tests.support.visitors import BROWSER, EBIKE, HTMX, STOOL, Visitor, shop_with


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A shop with a bike, sold in Europe, America and Russia, and a stool, sold in Europe, America and Japan."""
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), EBIKE, STOOL) as app:
        yield app


async def choose(visitor: Visitor, at: str, place: str) -> Page:
    """Say on the page at an address where one is; the page to which that leads."""
    answer = await visitor.press(await visitor.open(at), "Show these prices", place=place)
    assert answer.status_code == 303, f"the region answers {answer.status_code}"
    return await visitor.open(answer.headers["location"])


def slip(page: Page) -> str:
    return page.part("slip").words


class TestTheAddress:
    @pytest.mark.parametrize(
        ("region", "total", "said"),
        [
            ("", "€2,843.80", "with 21 % VAT, 493.55"),
            ("eu", "€2,843.80", "with 21 % VAT, 493.55"),
            ("de", "€2,843.80", "with 19 % VAT (Germany), 454.05"),
            ("fi", "€2,843.80", "with 25.5 % VAT (Finland), 577.82"),
            ("us", "$2,732.00", "without tax"),
            ("ru", "RUB 270,700.00", "with 22 % VAT, 48,814.75"),
            ("moon", "€2,843.80", "with 21 % VAT, 493.55"),
        ],
    )
    async def test_it_names_a_price_book_or_a_country(self, shopper: Visitor, region: str, total: str, said: str):
        page = await shopper.open(f"/build/ebike?region={region}")

        assert page.all("p", class_="slip-total")[0].words == total
        assert said in slip(page)

    async def test_a_click_stays_there_and_asks_the_same_tax(self, shopper: Visitor):
        page = await shopper.open("/build/ebike?region=de")
        answer = await shopper.send(page, htmx=True, motor="motor.hub")

        assert query(answer.headers["hx-push-url"])["region"] == "de"
        assert "19 % VAT (Germany)" in slip(Page(answer))

    async def test_programs_are_told_the_countrys_tax(self, shopper: Visitor):
        verdict = await shopper.verdict(region="de")

        assert verdict["price"]["tax"] == [{"rate": 19.0, "amount": 45_405}]

    async def test_what_is_sold_elsewhere_only_says_so(self, shopper: Visitor):
        page = await shopper.open("/build/ebike?region=us&c=extras.child_seat")

        assert "Not everything could be kept. Child seat: We do not sell it where you are." in page.notices

    async def test_a_base_model_whose_parts_are_not_sold_there_is_not_offered(self, shopper: Visitor):
        here, there = [await shopper.open(f"/build/ebike?region={region}") for region in ("eu", "ru")]

        assert "Express 45" in here.part("bases").words
        assert "Express 45" not in there.part("bases").words

    async def test_and_what_began_with_it_is_not_called_so(self, shopper: Visitor):
        page = await shopper.open("/build/ebike?base=express&region=ru")

        assert page.part("stage").all("h1")[0].words == "E-bike"

    async def test_a_product_that_is_not_sold_there_says_whose_prices_it_shows(self, shopper: Visitor):
        page = await shopper.open("/build/ebike?region=jp")

        assert "Not sold there yet: Japan. These prices are those of: European Union." in page.notices
        assert page.all("p", class_="slip-total")[0].words == "€2,843.80"


class TestTheBrowserRemembers:
    async def test_nothing_is_remembered_before_somebody_chooses(self, shopper: Visitor):
        for address in ("/build/ebike?region=de", "/region", "/build/ebike/region?region=de", "/"):
            answer = await shopper.client.get(address, headers=BROWSER)
            assert "set-cookie" not in answer.headers, address

    async def test_a_choice_counts_on_every_page_that_names_no_place(self, shopper: Visitor):
        home = await choose(shopper, "/region", "us")

        assert "Prices: United States" in home.words
        assert "From $" in home.words
        assert "$2,732.00" in slip(await shopper.open("/build/ebike"))

    async def test_but_an_address_that_came_from_our_pages_means_the_same_to_everybody(self, shopper: Visitor):
        page = await shopper.open("/build/ebike")
        await choose(shopper, "/region", "us")
        shared = await shopper.open(f"/build/ebike?v={page.form['v']}&c=motor.hub")

        assert "€" in slip(shared)
        assert "$" in slip(await shopper.open("/build/ebike?region=us"))

    async def test_after_a_click_a_refresh_shows_the_same(self, shopper: Visitor):
        await choose(shopper, "/region", "us")
        page = await shopper.open("/build/ebike")
        answer = await shopper.send(page, htmx=True, motor="motor.hub")
        again = await shopper.open(answer.headers["hx-push-url"])

        assert slip(again).partition(" ")[0] == slip(Page(answer)).partition(" ")[0]

    async def test_htmx_compares_with_what_the_reader_sees(self, shopper: Visitor):
        await choose(shopper, "/region", "us")
        page = await shopper.open("/build/ebike")
        city = page.part("bases").all("a")[1]["href"]
        headers = {**HTMX, "HX-Current-URL": "https://shop.example/build/ebike"}
        answer = await shopper.client.get(city, headers=headers)

        assert "$" in slip(Page(answer))
        assert "less than before" in slip(Page(answer))

    async def test_a_mended_cookie_changes_nothing(self, shopper: Visitor):
        shopper.client.cookies.set(REGION_COOKIE, "<script>", domain="shop.example")

        assert "€2,843.80" in slip(await shopper.open("/build/ebike"))


class TestThePageOnWhichOneChooses:
    async def test_the_slip_leads_there_with_all_that_is_chosen_and_back(self, shopper: Visitor):
        page = await shopper.open("/build/ebike?c=motor.hub")
        fields = {**page.form, "saddle": "saddle.wide", "to": "region"}
        answer = await shopper.client.post("/build/ebike/detours", data=fields, headers=BROWSER)
        back = await choose(shopper, answer.headers["location"], "de")

        chosen = query(back.address)
        assert (chosen["c"], chosen["region"]) == ("motor.hub,saddle.wide", "de")
        assert "Prices: Germany" in slip(back)

    async def test_it_offers_the_places_where_the_product_is_sold(self, shopper: Visitor):
        page = await shopper.open("/build/ebike/region")
        offered = [group["label"] for group in page.all("optgroup")]

        assert offered == [
            "European Union: EUR with VAT",
            "United States: USD, without tax",
            "Russia: RUB with VAT",
        ]
        assert len(page.all("option")) == 1 + 27 + 2

    async def test_for_the_whole_shop_it_offers_all(self, shopper: Visitor):
        page = await shopper.open("/ru/region")

        assert "Япония: JPY, Потребительский налог сверху" in [group["label"] for group in page.all("optgroup")]

    async def test_the_present_place_is_chosen_there(self, shopper: Visitor):
        page = await shopper.open("/build/ebike/region?region=fi")

        assert [option.words for option in page.all("option") if "selected" in option.attributes] == ["Finland"]

    @pytest.mark.parametrize("place", ["", "moon", "br", "jp"])
    async def test_a_place_where_it_is_not_sold_is_none(self, shopper: Visitor, place: str):
        answer = await shopper.client.post("/build/ebike/region", data={"place": place}, headers=BROWSER)

        assert answer.status_code == 404

    async def test_the_region_of_no_product_does_not_exist(self, shopper: Visitor):
        assert (await shopper.client.get("/build/nothing/region", headers=BROWSER)).status_code == 404


class TestTheSlipPromises:
    async def test_when_it_is_ready_by_the_part_that_takes_longest(self, shopper: Visitor, frozen: None):
        assert "Ready to send about 25 December 2026" in slip(await shopper.open("/build/ebike"))
        slow = await shopper.open("/build/ebike?c=drive.beltauto,frame.split,motor.strong")
        assert "Ready to send about 10 January 2027" in slip(slow)

    async def test_nothing_where_its_maker_does_not_say(self, shopper: Visitor):
        assert "Ready to send" not in slip(await shopper.open("/build/stool"))

    @pytest.mark.parametrize(("region", "days"), [("eu", 14), ("us", 30), ("ru", 7)])
    async def test_how_long_it_may_be_sent_back(self, shopper: Visitor, region: str, days: int):
        assert f"{days} days to send it back" in slip(await shopper.open(f"/build/ebike?region={region}"))

    async def test_not_what_is_made_for_one_person_alone(self, shopper: Visitor):
        page = await shopper.change(await shopper.open("/build/ebike"), plate="Anna")

        assert "Made for you alone: it cannot be sent back" in slip(page)

    async def test_in_russian(self, shopper: Visitor, frozen: None):
        said = slip(await shopper.open("/ru/build/ebike?region=ru"))

        assert "Отправим примерно 25 декабря 2026 г." in said
        assert "7 дней на возврат" in said
        assert "включая НДС 22 %" in said


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the 29th of November 2026."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 29))
