"""Where the shop sells: a place names its prices, its rate of tax by the day, and how long one may withdraw."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from configurator.engine.product import Product
from configurator.pricing.book import PriceBook, Tax, TaxMode
from configurator.pricing.destinations import Means, book_at, destinations, region_of, sold_at, withdrawal_days
from configurator.pricing.quote import Breakdown, Line, LineKind, TaxShare, quote

DAY = dt.date(2026, 11, 29)


def book(region: str, mode: TaxMode, rate: int) -> PriceBook:
    return PriceBook(region, "EUR", Tax(mode, Decimal(rate), {"en": "VAT"}), 11_900, {"en": "Stool"})


BOOKS = {"eu": book("eu", TaxMode.INCLUDED, 21), "us": book("us", TaxMode.ADDED, 0)}


@pytest.mark.parametrize(
    ("place", "region", "country", "rate"),
    [("eu", "eu", "", "21"), ("de", "eu", "DE", "19"), ("fi", "eu", "FI", "25.5"), ("us", "us", "", "0")],
)
def test_a_place_has_the_prices_of_its_region_and_a_country_its_own_rate(
    place: str, region: str, country: str, rate: str
):
    found = book_at(BOOKS, place, DAY)

    assert (found.region, found.country, found.tax.rate) == (region, country, Decimal(rate))


@pytest.mark.parametrize("place", ["", "jp", "br", "moon", "DE "])
def test_where_nothing_is_sold_the_shops_own_prices_count(place: str):
    assert not sold_at(BOOKS, place)
    assert book_at(BOOKS, place, DAY) is BOOKS["eu"]


def test_the_rate_is_that_of_the_day():
    rates = [book_at(BOOKS, "ee", dt.date(2025, month, 30)).tax.rate for month in (6, 7)]

    assert rates == [22, 24]


def test_an_included_tax_moves_no_price():
    assert [quote(book_at(BOOKS, place, DAY), Product({}, {})) for place in ("eu", "de", "hu")] == [
        breakdown(21, 2065),
        breakdown(19, 1900),
        breakdown(27, 2530),
    ]


def breakdown(rate: int, tax: int) -> Breakdown:
    return Breakdown("EUR", (Line(LineKind.BASE, "base", 11_900),), 11_900, TaxShare(Decimal(rate), tax))


def test_an_added_tax_of_nothing_is_no_line():
    assert [line.kind for line in quote(BOOKS["us"], Product({}, {})).lines] == [LineKind.BASE]


def test_russia_pays_by_invoice_with_its_tax():
    russia = destinations()["RU"]

    assert (russia.region, russia.means, russia.shipping) == ("ru", Means.INVOICE, {"RUB": 390_000})
    assert [russia.rate(dt.date(year, 12, 31)) for year in (2025, 2026)] == [20, 22]


def test_everybody_else_pays_by_card():
    assert {each.means for each in destinations().values() if each.country != "RU"} == {Means.CARD}


@pytest.mark.parametrize(("place", "days"), [("eu", 14), ("pt", 14), ("us", 30), ("ru", 7), ("moon", 14)])
def test_how_long_one_may_withdraw_depends_on_the_region(place: str, days: int):
    assert withdrawal_days(place) == days


def test_a_country_has_the_region_of_the_table():
    assert [region_of(place) for place in ("de", "us", "ru", "eu", "moon")] == ["eu", "us", "ru", "eu", "moon"]
