"""Measures that were filled in, since a person told us them once. They ride in the page's form, and in no address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"([a-z][a-z0-9_]*):(\d{1,9}(?:\.\d{1,6})?):(\d{1,10}):(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class Known:
    """A number in its plain form and in its group's unit; the fact it comes from, and the day it was told."""

    value: str
    fact: int
    since: date


def read_known(text: str) -> dict[str, Known]:
    """What a form says was filled in, by group; what cannot be read was not."""
    found = {}
    for part in text.split(","):
        if match := _FORM.fullmatch(part):
            group, value, fact, day = match.groups()
            try:
                found[group] = Known(value, int(fact), date.fromisoformat(day))
            except ValueError:
                continue
    return found


def written(known: Mapping[str, Known]) -> str:
    """The same as a form carries it."""
    return ",".join(f"{group}:{each.value}:{each.fact}:{each.since}" for group, each in known.items())
