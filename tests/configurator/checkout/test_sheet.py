"""What an order comes to: the parts add up to the last minor unit, in every currency and at every rate."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.formats import countries
from configurator.checkout.sheet import Priced, Sheet, sheet_of
from configurator.pricing.destinations import Destination, destinations

DAY = dt.date(2026, 11, 25)
LINES = st.lists(
    st.builds(Priced, st.integers(1, 9), st.integers(1, 99), st.integers(1, 5_000_000)), min_size=1, max_size=6
)
RATES = st.decimals(0, 30, places=1)
CURRENCIES = st.sampled_from(("EUR", "USD", "JPY", "KWD"))


def sheet(lines: list[Priced], rate: Decimal, currency: str, added: bool, shipping: int) -> Sheet:
    there = Destination("XX", "xx", ((dt.date(2000, 1, 1), rate),), {currency: shipping})
    return sheet_of(lines, currency, there, added, DAY)


@given(LINES, RATES, CURRENCIES, st.booleans(), st.integers(0, 100_000))
def test_the_parts_add_up(lines: list[Priced], rate: Decimal, currency: str, added: bool, shipping: int):
    found = sheet(lines, rate, currency, added, shipping)

    parts = sum(line.unit * line.quantity for line in lines) + shipping
    assert found.total == parts + (found.tax if added else 0)
    assert 0 <= found.tax <= found.total
    assert sum(found.line_taxes) <= found.tax


@given(LINES, RATES, CURRENCIES, st.integers(0, 100_000))
def test_an_included_tax_moves_no_total(lines: list[Priced], rate: Decimal, currency: str, shipping: int):
    assert (
        sheet(lines, rate, currency, False, shipping).total == sheet(lines, Decimal(0), currency, False, shipping).total
    )


@given(st.integers(1, 99), st.integers(1, 5_000_000), RATES, st.booleans())
def test_many_pieces_cost_just_so_many_times_one(pieces: int, unit: int, rate: Decimal, added: bool):
    one = sheet([Priced(1, 1, unit)], rate, "EUR", added, 0)
    many = sheet([Priced(1, pieces, unit)], rate, "EUR", added, 0)

    assert (many.total, many.tax) == (pieces * one.total, pieces * one.tax)


@given(LINES, RATES, st.booleans())
def test_the_seal_changes_with_all_that_is_agreed_to(lines: list[Priced], rate: Decimal, added: bool):
    found = sheet(lines, rate, "EUR", added, 4900)
    first, *rest = lines
    dearer = [Priced(first.revision, first.quantity, first.unit + 1), *rest]
    more = [Priced(first.revision, first.quantity + 1, first.unit), *rest]
    others = [Priced(first.revision + 1, first.quantity, first.unit), *rest]

    seals = {sheet(each, rate, "EUR", added, 4900).seal("Anna") for each in (lines, dearer, more, others)}
    seals |= {found.seal("Boris"), sheet(lines, rate, "EUR", added, 4901).seal("Anna")}
    assert len(seals) == 6
    assert found.seal("Anna") == sheet(lines, rate, "EUR", added, 4900).seal("Anna")


@pytest.mark.parametrize(
    ("country", "day", "rate"),
    [
        ("EE", "2025-06-30", "22"),
        ("EE", "2025-07-01", "24"),
        ("SK", "2024-12-31", "20"),
        ("SK", "2025-01-01", "23"),
        ("FI", "2026-11-25", "25.5"),
        ("RO", "2025-08-01", "21"),
        ("DE", "2026-11-25", "19"),
        ("JP", "2026-11-25", "10"),
    ],
)
def test_the_rate_is_that_of_the_day(country: str, day: str, rate: str):
    assert destinations()[country].rate(dt.date.fromisoformat(day)) == Decimal(rate)


def test_before_the_table_begins_no_rate_is_known():
    with pytest.raises(LookupError):
        destinations()["EE"].rate(dt.date(2020, 1, 1))


def test_we_send_to_the_whole_union():
    assert len([each for each in destinations().values() if each.region == "eu"]) == 27


@pytest.mark.parametrize("locale", ["en", "ru"])
def test_everybody_finds_their_country(locale: str):
    named = dict(countries(locale))

    assert named.keys() >= destinations().keys() | {"BR", "GB", "RU", "CH"}
    assert not named.keys() & {"EU", "UN", "ZZ"}
    assert all(name.strip() for name in named.values())
