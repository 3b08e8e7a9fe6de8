"""Where somebody is: whose prices, tax and availability count.

An address names the place. One that names neither a place nor a version has the place that was chosen in the browser,
by itself or with what went into the cart, and where none was, the shop's own. So an address that came from one of our
pages means the same to everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from app.core.formats import countries, country_name
from app.core.i18n import translator
from app.core.language import locale_of, translator_of
from app.core.security import REGION_COOKIE, REGION_COOKIE_DAYS, own_cookie
from configurator.build.asking import Asking
from configurator.build.view import Notice
from configurator.engine.model import Texts
from configurator.pricing.book import PriceBook, TaxMode
from configurator.pricing.destinations import destinations

Asker = Request[Any, Any, Any]
Places = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Each region by its name and prices, with the places in it as code and name."""


def chosen_place(request: Asker) -> str:
    """The place that was chosen in this browser; nothing where none was."""
    place = request.cookies.get(REGION_COOKIE, "")
    return place if place in every_place() else ""


def placed(request: Asker, fields: Mapping[str, str]) -> Mapping[str, str]:
    """What an address says, with the place that was chosen in the browser where it leaves that open."""
    if fields.get("region") or fields.get("v"):
        return fields
    return {**fields, "region": chosen_place(request)}


def place_cookie(place: str) -> Cookie:
    """The cookie that keeps a place, set when somebody chooses one."""
    return own_cookie(REGION_COOKIE, place, REGION_COOKIE_DAYS)


@cache
def every_place() -> frozenset[str]:
    """Every place there is, as addresses name it."""
    table = destinations()
    return frozenset((*map(str.lower, table), *(each.region for each in table.values())))


def place_name(place: str, locale: str) -> str:
    """A place in words."""
    return country_name(place.upper(), locale)


def place_notices(request: Asker, asking: Asking, fields: Mapping[str, str]) -> Iterator[Notice]:
    """That the product is not sold at the place of an address, and whose prices these are."""
    asked, _, locale = fields.get("region", "").lower(), translator_of(request).gettext, locale_of(request)
    if asked != asking.region and asked in every_place():
        title = _("Not sold there yet: {place}.", place=place_name(asked, locale))
        yield Notice(
            "warn", title, (_("These prices are those of: {place}.", place=place_name(asking.region, locale)),)
        )


def places_of(books: Iterable[PriceBook], locale: str) -> Places:
    """The regions of some price books, with the countries of each that has several."""
    first: dict[str, PriceBook] = {}
    for book in books:
        first.setdefault(book.region, book)
    return tuple((_region_words(book, locale), tuple(_places_in(book.region, locale))) for book in first.values())


def _region_words(book: PriceBook, locale: str) -> str:
    name, prices = place_name(book.region, locale), _price_words(book, locale)
    return f"{name}: {prices}"


def _price_words(book: PriceBook, locale: str) -> str:
    _ = translator(locale).gettext
    if not book.tax.rate:
        return _("{currency}, without tax", currency=book.currency)
    label = _of(book.tax.label, locale)
    if book.tax.mode is TaxMode.INCLUDED:
        return _("{currency} with {tax}", currency=book.currency, tax=label)
    return _("{currency}, {tax} comes on top", currency=book.currency, tax=label)


def _places_in(region: str, locale: str) -> Iterator[tuple[str, str]]:
    own = {country for country, destination in destinations().items() if destination.region == region}
    if len(own) != 1:
        yield region, place_name(region, locale)
    yield from ((country.lower(), name) for country, name in countries(locale) if country in own)


def _of(texts: Texts, locale: str) -> str:
    return texts.get(locale) or next(iter(texts.values()), "")
