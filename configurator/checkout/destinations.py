"""Where the shop sends things, with the tax there by day and the price of sending; read from ``destinations.toml``."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

TABLE = Path(__file__).with_name("destinations.toml")


@dataclass(frozen=True, slots=True)
class Destination:
    """A country the shop sends to, by its ISO 3166 code."""

    country: str
    region: str
    rates: tuple[tuple[dt.date, Decimal], ...]
    """From which day which rate in per cent, oldest first."""
    shipping: Mapping[str, int]
    """Minor units for a whole order, by currency."""

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
        country: Destination(country, region, _rates(rows), entry["shipping"])
        for region, entry in table["regions"].items()
        for country, rows in entry["countries"].items()
    }


def _rates(rows: list[dict[str, Any]]) -> tuple[tuple[dt.date, Decimal], ...]:
    return tuple(sorted((row["from"], Decimal(row["rate"])) for row in rows))


@cache
def countries(locale: str) -> tuple[tuple[str, str], ...]:
    """Every country of the world as (code, name), by name: people look for theirs also where we do not send."""
    named = Locale.parse(locale).territories.items()
    found = [(code, name) for code, name in named if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY]
    return tuple(sorted(found, key=lambda each: each[1].casefold().replace("ё", "е")))


_NO_COUNTRY = frozenset(("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"))
