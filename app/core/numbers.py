"""Numbers as people type them."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(?=\.?\d)\d{0,12}\.?\d{0,12}")


def read_number(typed: str) -> Decimal | None:
    """A number with a point or a comma, with spaces, without exponent; None where it is none."""
    text = "".join(typed.split()).replace(",", ".")
    return Decimal(text) if _NUMBER.fullmatch(text) else None
