"""Amounts, numbers and dates as a reader of each language writes them (CLDR, by Babel).

Amounts come in minor units, so nothing is rounded here.
"""

from __future__ import annotations

import copy
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date as babel_date
from babel.numbers import NumberPattern, format_decimal
from babel.units import format_unit

MINUS = "\N{MINUS SIGN}"
NO_MINOR_UNIT = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF")
)
THREE_DIGITS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))
NO_COUNTRY = frozenset(("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"))
"""Territories of CLDR's with two letters that are none."""
LETTER_AND_DIGIT = re.compile(r"(?<=[A-Z])(?=\d)")
"""Where CLDR spaces a currency that is written in letters, and Babel does not: ``RUB 1,890.00``."""
AGES = {"duration-day": timedelta(days=1), "duration-hour": timedelta(hours=1), "duration-minute": timedelta(minutes=1)}


def minor_digits(currency: str) -> int:
    """Decimals of a currency by ISO 4217. CLDR's own digits follow custom in shops and differ."""
    if currency in NO_MINOR_UNIT:
        return 0
    return 3 if currency in THREE_DIGITS else 2


@lru_cache(maxsize=4096)
def format_money(minor: int, currency: str, locale: str) -> str:
    """An amount with its currency: ``€3,480.00``, ``3 480,00 €``."""
    return _write(minor, currency, locale, _currency_pattern(locale, minor_digits(currency)))


@lru_cache(maxsize=4096)
def format_amount(minor: int, currency: str, locale: str) -> str:
    """An amount without its currency, where the currency stands nearby: ``603.97``."""
    return _write(minor, currency, locale, _plain_pattern(locale, minor_digits(currency)))


@lru_cache(maxsize=4096)
def format_difference(minor: int, currency: str, locale: str) -> str:
    """An amount with its sign and without its currency: ``+210.00``, ``−40.00``."""
    return ("+" if minor > 0 else "") + format_amount(minor, currency, locale)


@lru_cache(maxsize=1024)
def format_number(value: int | float | Decimal, locale: str) -> str:
    """A number, with as many decimals as it has (at most six): ``1,234.5``."""
    return format_decimal(value, format="#,##0.######", locale=_parsed(locale)).replace("-", MINUS)


@lru_cache(maxsize=256)
def format_date(day: date, locale: str) -> str:
    """A day in words: ``31 December 2026``, its number never parted from the month. English is written the British way
    round, as the shop's is."""
    words = babel_date(day, format="long", locale="en_GB" if locale == "en" else locale)
    return words.replace(" ", "\N{NO-BREAK SPACE}", 1)


@lru_cache(maxsize=1024)
def format_moment(moment: datetime, locale: str) -> str:
    """A moment in words, to the minute: ``31 December 2026, 23:05 UTC``."""
    there = moment.astimezone(UTC)
    return f"{format_date(there.date(), locale)}, {there:%H:%M} UTC"


def format_age(age: timedelta, locale: str) -> str:
    """How long something has been waiting, in whole days, hours or minutes: ``3 days``."""
    for unit, length in AGES.items():
        if age >= length:
            return format_unit(age // length, unit, locale=locale)
    return format_unit(0, "duration-minute", locale=locale)


@lru_cache(maxsize=1024)
def country_name(code: str, locale: str) -> str:
    """The name of a country, by its ISO 3166 code. CLDR writes no ё, and the shop does."""
    return str(_parsed(locale).territories.get(code, code)).replace("Соединенн", "Соединённ")


@cache
def countries(locale: str) -> tuple[tuple[str, str], ...]:
    """Every country of the world as (code, name), by name: people look for theirs also where we do not send."""
    named = _parsed(locale).territories
    codes = [code for code in map(str, named) if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY]
    found = [(code, country_name(code, locale)) for code in codes]
    return tuple(sorted(found, key=lambda each: each[1].casefold().replace("ё", "е")))


def _write(minor: int, currency: str, locale: str, pattern: NumberPattern) -> str:
    value = Decimal(minor).scaleb(-minor_digits(currency))
    text = pattern.apply(value, _parsed(locale), currency=currency, currency_digits=False)
    return LETTER_AND_DIGIT.sub("\N{NO-BREAK SPACE}", str(text).replace("-", MINUS))


@cache
def _parsed(locale: str) -> Locale:
    """Babel would take a language's name apart for each sign of a number."""
    return Locale.parse(locale)


@cache
def _currency_pattern(locale: str, digits: int) -> NumberPattern:
    return _with_decimals(_parsed(locale).currency_formats["standard"], digits)


@cache
def _plain_pattern(locale: str, digits: int) -> NumberPattern:
    return _with_decimals(_parsed(locale).decimal_formats[None], digits)


def _with_decimals(pattern: NumberPattern, digits: int) -> NumberPattern:
    own = copy.copy(pattern)
    own.frac_prec = (digits, digits)
    return own
