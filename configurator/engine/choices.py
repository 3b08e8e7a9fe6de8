"""A choice: one decision of the shopper, in the short form that stands in an address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_FORM = re.compile(
    r"(?P<group>[a-z][a-z0-9_]*)(?:\.(?P<option>[a-z][a-z0-9_]*))?(?::(?P<amount>-?\d{1,9}(?:\.\d{1,6})?))?"
)
MOST_CHOICES = 400
"""More than any product asks for; what lies beyond is not read."""


@dataclass(frozen=True, slots=True)
class Choice:
    """``group.option``, ``group.option:2``, ``group.option:0`` or ``group:820``.

    ``amount`` is the quantity of an option (``None``: its smallest non-zero one, 0: certainly not),
    the value of a number, or 1 for a text that is given.
    """

    group: str
    option: str | None = None
    amount: Decimal | None = None

    @classmethod
    def parse(cls, text: str) -> Choice | None:
        """The choice that `text` spells, or None where it spells none."""
        found = _FORM.fullmatch(text)
        if found is None or (found["option"] is None and found["amount"] is None):
            return None
        amount = None if found["amount"] is None else Decimal(found["amount"])
        return cls(found["group"], found["option"], amount)

    @property
    def code(self) -> str:
        """``group.option``, or ``group`` for a number or a text."""
        return self.group if self.option is None else f"{self.group}.{self.option}"

    def __str__(self) -> str:
        return self.code if self.amount is None else f"{self.code}:{plain(self.amount)}"


def plain(number: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: ``82.5``, ``820``."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def split(text: str) -> list[str]:
    """The parts of a ``c`` parameter, oldest first; empty parts are no choices."""
    return [part.strip() for part in text.split(",") if part.strip()][:MOST_CHOICES]


def join(choices: Iterable[Choice]) -> str:
    """The ``c`` parameter of `choices`."""
    return ",".join(map(str, choices))
