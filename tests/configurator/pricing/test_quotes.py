"""Prices: whole minor units, lines that add up, tax in or on top."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.engine.language import parse
from configurator.engine.product import Product
from configurator.pricing.book import PerUnit, PriceBook, Surcharge, Tax, TaxMode
from configurator.pricing.money import digits, major, minor, rounded
from configurator.pricing.quote import LineKind, quote, total

amounts = st.integers(-(10**6), 10**7)
modes = st.sampled_from(list(TaxMode))


def book(mode: TaxMode = TaxMode.INCLUDED, rate: int | str = 21, **parts: object) -> PriceBook:
    return PriceBook("eu", "EUR", Tax(mode, Decimal(rate), {"en": "VAT"}), 10_000, {"en": "Stool"}, **parts)


STOOL = Product({("wood", "oak"): 1, ("bag", "side"): 3}, {"height": Decimal("62.5")}, frozenset({"plate"}))


def test_every_kind_of_price_has_its_line():
    prices = book(
        options={("wood", "oak"): 1250, ("wood", "ash"): 999, ("bag", "side"): 700},
        per_unit={"height": PerUnit(Decimal(210), Decimal(60))},
        texts={"plate": 3990, "label": 100},
        surcharges=(
            Surcharge(
                "tall", {"en": "Tall"}, 500, parse("height > 60"), lambda product: product.numbers["height"] > 60
            ),
            Surcharge("never", {"en": "Never"}, 900, parse("height < 0"), lambda product: False),
        ),
    )
    breakdown = quote(prices, STOOL)
    assert [(line.kind, line.code, line.amount, line.quantity) for line in breakdown.lines] == [
        (LineKind.BASE, "base", 10_000, 1),
        (LineKind.OPTION, "wood.oak", 1250, 1),
        (LineKind.OPTION, "bag.side", 2100, 3),
        (LineKind.NUMBER, "height", 525, 1),
        (LineKind.TEXT, "plate", 3990, 1),
        (LineKind.SURCHARGE, "tall", 500, 1),
    ]
    assert breakdown.total == total(prices, STOOL) == 18_365


def test_included_tax_is_a_part_of_the_total():
    breakdown = quote(book(), Product({}, {}))
    assert (breakdown.total, breakdown.tax.amount) == (10_000, 1736)


def test_added_tax_is_a_line():
    breakdown = quote(book(TaxMode.ADDED, "8.25"), Product({}, {}))
    assert breakdown.lines[-1].kind is LineKind.TAX
    assert (breakdown.total, breakdown.tax.amount) == (10_825, 825)


@given(
    st.dictionaries(st.tuples(st.just("g"), st.text(min_size=1)), st.tuples(amounts, st.integers(1, 9))),
    modes,
    st.decimals(0, 100, places=2),
)
def test_lines_always_add_up_to_the_total(options, mode, rate):
    prices = book(mode, str(rate), options={key: price for key, (price, _) in options.items()})
    breakdown = quote(prices, Product({key: count for key, (_, count) in options.items()}, {}))
    assert sum(line.amount for line in breakdown.lines) == breakdown.total
    assert total(prices, Product({key: count for key, (_, count) in options.items()}, {})) == breakdown.total
    assert all(isinstance(line.amount, int) for line in breakdown.lines)
    net = breakdown.total - breakdown.tax.amount
    assert abs(Decimal(net) * rate / 100 - breakdown.tax.amount) <= 1


@pytest.mark.parametrize(("exact", "whole"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("0.49", 0)])
def test_halves_are_rounded_away_from_zero(exact, whole):
    assert rounded(Decimal(exact)) == whole


def test_minor_units_follow_the_currency():
    assert (minor(Decimal("59.90"), "EUR"), minor(Decimal(5990), "JPY"), minor(Decimal("1.234"), "KWD")) == (
        5990,
        5990,
        1234,
    )
    assert [major(5990, code) for code in ("EUR", "JPY")] == [Decimal("59.90"), Decimal(5990)]
    assert digits("XYZ") == 2


@pytest.mark.parametrize(("amount", "currency"), [("0.001", "EUR"), ("0.5", "JPY")])
def test_an_amount_finer_than_its_currency_is_refused(amount, currency):
    with pytest.raises(ValueError, match=currency):
        minor(Decimal(amount), currency)
