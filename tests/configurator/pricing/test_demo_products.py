"""What the demo sells adds up to the last minor unit: each thing by its lines, each order by its things, in every price
book, with a tax in the prices and with one on top."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configurator.catalogue.productfile import ProductFile, read_product
from configurator.checkout.sheet import Priced, sheet_of
from configurator.engine.choices import Choice
from configurator.engine.model import Group, Kind
from configurator.engine.product import Product
from configurator.engine.solving.slots import Space, State
from configurator.engine.verdict import Click
from configurator.pricing.book import PriceBook, TaxMode
from configurator.pricing.destinations import Destination, book_at, destinations
from configurator.pricing.money import rounded
from configurator.pricing.quote import LineKind, Totals, quote, total

EXAMPLES = Path(__file__).parents[3] / "examples"
DEMO = sorted(path.stem for path in EXAMPLES.glob("*.toml"))
DAY = dt.date(2026, 11, 29)
REGIONS = ("eu", "us", "ru")
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def file_of(name: str) -> ProductFile:
    return read_product((EXAMPLES / f"{name}.toml").read_text("utf-8"), f"{name}.toml")


@st.composite
def products(draw: st.DrawFn, file: ProductFile) -> Product:
    """Any answers at all: that they must fit is not what a price is about."""
    options: dict[tuple[str, str], int] = {}
    numbers: dict[str, Decimal] = {}
    texts = set()
    for group in file.model.groups:
        if group.options:
            for code in draw(_codes(group)):
                option = group.option(code)
                assert option is not None
                options[group.code, code] = draw(st.sampled_from(option.quantities))
        elif group.scale is not None:
            numbers[group.code] = draw(st.sampled_from(group.scale.values))
        elif draw(st.booleans()):
            texts.add(group.code)
    return Product(options, numbers, frozenset(texts))


def _codes(group: Group) -> st.SearchStrategy[list[str]]:
    codes = st.sampled_from([option.code for option in group.options])
    most = 1 if group.kind is Kind.ONE else 3
    return st.lists(codes, min_size=1 if group.kind is Kind.ONE else 0, max_size=most, unique=True)


@pytest.mark.parametrize("name", DEMO)
def test_every_product_has_the_three_price_books(name: str):
    books = file_of(name).prices

    assert [(region, book.currency, book.tax.mode) for region, book in books.items()] == [
        ("eu", "EUR", TaxMode.INCLUDED),
        ("us", "USD", TaxMode.ADDED),
        ("ru", "RUB", TaxMode.INCLUDED),
    ]
    assert [book.tax.rate for book in books.values()] == [21, 0, 22]


@pytest.mark.parametrize("name", DEMO)
def test_dollars_and_roubles_are_whole(name: str):
    for region in ("us", "ru"):
        book = file_of(name).prices[region]
        amounts = [book.base, *book.options.values(), *book.texts.values(), *(each.amount for each in book.surcharges)]
        assert [amount for amount in amounts if amount % 100] == []


@pytest.mark.parametrize("name", DEMO)
@pytest.mark.parametrize("region", REGIONS)
@QUICK
@given(data=st.data(), rate=st.decimals(0, 27, places=2), mode=st.sampled_from(list(TaxMode)))
def test_the_lines_of_a_thing_add_up(name: str, region: str, data: st.DataObject, rate: Decimal, mode: TaxMode):
    file = file_of(name)
    book = file.prices[region]
    book = replace(book, tax=replace(book.tax, rate=rate, mode=mode))
    product = data.draw(products(file))
    breakdown = quote(book, product)

    assert sum(line.amount for line in breakdown.lines) == breakdown.total == total(book, product)
    taxes = [line.amount for line in breakdown.lines if line.kind is LineKind.TAX]
    assert taxes == ([breakdown.tax.amount] if mode is TaxMode.ADDED and rate else [])
    net = breakdown.total - (breakdown.tax.amount if mode is TaxMode.ADDED else 0)
    assert breakdown.tax.amount == rounded(net * rate / (100 if mode is TaxMode.ADDED else 100 + rate))


@pytest.mark.parametrize("name", DEMO)
@pytest.mark.parametrize("region", REGIONS)
@QUICK
@given(data=st.data())
def test_only_what_changed_need_be_added_up_anew(name: str, region: str, data: st.DataObject):
    book, space = file_of(name).prices[region], space_of(name)
    before, other = data.draw(states(space)), data.draw(states(space))
    moved = data.draw(st.lists(st.integers(0, len(space.slots) - 1), min_size=1, unique=True))
    after = tuple(other[slot] if slot in moved else index for slot, index in enumerate(before))
    changes = [change for slot in moved for change in space.changes(slot, before[slot], after[slot])]
    groups = tuple(space.slots[slot].group.code for slot in moved)
    click = Click(Choice(groups[0], None, Decimal(1)), tuple(changes), groups[1:], space.product(before))

    assert click.product == space.product(after)
    assert Totals(book, space.product(before)).of(click) == total(book, click.product)


@cache
def space_of(name: str) -> Space:
    return Space(file_of(name).model)


def states(space: Space) -> st.SearchStrategy[State]:
    """Any value of each slot."""
    return st.tuples(*(st.integers(0, len(slot.values) - 1) for slot in space.slots))


@pytest.mark.parametrize("name", DEMO)
@QUICK
@given(data=st.data(), country=st.sampled_from(sorted(destinations())), pieces=st.lists(st.integers(1, 99), max_size=4))
def test_an_order_adds_up_wherever_it_goes(name: str, data: st.DataObject, country: str, pieces: list[int]):
    destination, file = destinations()[country], file_of(name)
    if destination.region not in file.prices:
        return
    book = book_at(file.prices, country.lower(), DAY)
    lines = [Priced(1, count, _net(book, data.draw(products(file)))) for count in pieces]
    sheet = sheet_of(lines, book.currency, destination, book.tax.mode is TaxMode.ADDED, DAY)

    parts = sum(line.unit * line.quantity for line in lines) + destination.shipping[book.currency]
    assert sheet.total == parts + (sheet.tax if sheet.added else 0)
    assert sheet.tax == sum(sheet.line_taxes) + _tax(destination, sheet.shipping, sheet.added)


def _net(book: PriceBook, product: Product) -> int:
    breakdown = quote(book, product)
    return breakdown.total - (breakdown.tax.amount if book.tax.mode is TaxMode.ADDED else 0)


def _tax(destination: Destination, amount: int, added: bool) -> int:
    rate = destination.rate(DAY)
    return rounded(amount * rate / (100 if added else 100 + rate))
