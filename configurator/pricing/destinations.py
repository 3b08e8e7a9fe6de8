"""Where the shop sells and sends, with the tax there by day, the price of sending and how it is paid for: read from
``destinations.toml``.

A place is named, in addresses and in what is saved, by the region of a price book (``eu``) or by a country in small
letters (``de``), which has the prices of its region and a rate of tax of its own.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from configurator.pricing.book import PriceBook

TABLE = Path(__file__).with_name("destinations.toml")
USUAL_DAYS = 14


class Means(StrEnum):
    """How orders are paid for."""

    CARD = "card"
    """On a page of the payment service, whatever means that offers."""
    INVOICE = "invoice"
    """By a transfer to the shop's account."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A country the shop sends to, by its ISO 3166 code."""

    country: str
    region: str
    rates: tuple[tuple[dt.date, Decimal], ...]
    """From which day which rate in per cent, oldest first."""
    shipping: Mapping[str, int]
    """Minor units for a whole order, by currency."""
    means: Means = Means.CARD
    withdrawal_days: int = USUAL_DAYS
    """So long after delivery a customer may withdraw from a purchase, by law or by the shop's terms."""

    def rate(self, day: dt.date) -> Decimal:
        """The rate of tax on a day. Raises `LookupError` for a day before the table begins."""
        rates = [rate for since, rate in self.rates if since <= day]
        if not rates:
            raise LookupError(f"no rate of tax is known for {self.country} on {day}")
        return rates[-1]


@cache
def destinations() -> Mapping[str, Destination]:
    """All destinations by country."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"), parse_float=Decimal)
    return {
        country: Destination(
            country,
            region,
            _rates(rows),
            entry["shipping"],
            Means(entry.get("payment", Means.CARD)),
            entry["withdrawal_days"],
        )
        for region, entry in table["regions"].items()
        for country, rows in entry["countries"].items()
    }


def _rates(rows: list[dict[str, Any]]) -> tuple[tuple[dt.date, Decimal], ...]:
    return tuple(sorted((row["from"], Decimal(row["rate"])) for row in rows))


def region_of(place: str) -> str:
    """The region whose prices a place has."""
    destination = destinations().get(place.upper())
    return place if destination is None else destination.region


def sold_at(prices: Mapping[str, PriceBook], place: str) -> bool:
    """Whether there is a price book for a place."""
    return place in prices or region_of(place) in prices


def book_at(prices: Mapping[str, PriceBook], place: str, day: dt.date) -> PriceBook:
    """The price book of a place, with the country's rate of that day where the place is a country; the first of the
    books for a place without one."""
    if place in prices:
        return prices[place]
    book = prices.get(region_of(place))
    return next(iter(prices.values())) if book is None else _taxed_in(book, place.upper(), day)


@lru_cache(maxsize=1024)
def _taxed_in(book: PriceBook, country: str, day: dt.date) -> PriceBook:
    rate = destinations()[country].rate(day)
    return replace(book, tax=replace(book.tax, rate=rate), country=country)


@lru_cache(maxsize=1024)
def withdrawal_days(place: str) -> int:
    """So long after delivery a customer at a place may withdraw; the region's, which is the same in its countries."""
    found = (each.withdrawal_days for each in destinations().values() if each.region == region_of(place))
    return next(found, USUAL_DAYS)
