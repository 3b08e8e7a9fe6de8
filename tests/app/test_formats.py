"""Amounts, numbers and days as each language writes them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from babel import Locale

from app.core.formats import (
    format_age,
    format_amount,
    format_date,
    format_difference,
    format_moment,
    format_money,
    format_number,
    minor_digits,
)
from configurator.pricing.money import digits


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "text"),
    [
        (348000, "EUR", "en", "€3,480.00"),
        (348000, "EUR", "ru", "3\N{NBSP}480,00\N{NBSP}€"),
        (-1, "EUR", "en", "\N{MINUS SIGN}€0.01"),
        (5000, "JPY", "en", "¥5,000"),
        (5000, "KWD", "en", "KWD\xa05.000"),
        (10**15 + 1, "USD", "en", "$10,000,000,000,000.01"),
    ],
)
def test_money_is_exact_to_the_last_minor_unit(minor: int, currency: str, locale: str, text: str):
    assert format_money(minor, currency, locale) == text


@pytest.mark.parametrize(("minor", "text"), [(21000, "+210.00"), (-4000, "\N{MINUS SIGN}40.00"), (0, "0.00")])
def test_a_difference_shows_its_sign(minor: int, text: str):
    assert format_difference(minor, "EUR", "en") == text


def test_an_amount_leaves_its_currency_to_its_neighbours():
    assert format_amount(60397, "EUR", "en") == "603.97"


def test_a_number_has_the_decimals_it_has():
    assert format_number(21, "en") == "21"
    assert format_number(1234.5, "en") == "1,234.5"
    assert format_number(0.5, "ru") == "0,5"


def test_a_day_is_written_in_words():
    assert format_date(date(2026, 12, 31), "en") == "31\N{NBSP}December 2026"
    assert format_date(date(2026, 12, 31), "ru") == "31\N{NBSP}декабря 2026\N{NNBSP}г."


def test_a_moment_is_written_in_words_and_in_utc():
    moment = datetime(2027, 1, 1, 2, 5, 59, tzinfo=timezone(timedelta(hours=3)))

    assert format_moment(moment, "en") == "31\N{NBSP}December 2026, 23:05 UTC"
    assert format_moment(moment.astimezone(UTC), "ru") == "31\N{NBSP}декабря 2026\N{NNBSP}г., 23:05 UTC"


@pytest.mark.parametrize(
    ("age", "locale", "text"),
    [
        (timedelta(seconds=59), "en", "0 minutes"),
        (timedelta(minutes=59, seconds=59), "ru", "59 минут"),
        (timedelta(hours=23, minutes=59), "en", "23 hours"),
        (timedelta(days=1), "en", "1 day"),
        (timedelta(days=40, hours=23), "ru", "40 дней"),
    ],
)
def test_an_age_is_told_in_whole_days_hours_or_minutes(age: timedelta, locale: str, text: str):
    assert format_age(age, locale) == text


def test_the_desk_that_counts_and_the_one_that_writes_agree_on_every_currency():
    assert all(minor_digits(currency) == digits(currency) for currency in Locale("en").currencies)
