"""Money as whole minor units, and the one rule by which it is rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_DIGITS: Final = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV"), 0),
    **dict.fromkeys(("XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""Currencies whose minor unit is not a hundredth (ISO 4217)."""


def digits(currency: str) -> int:
    """How many decimal places the currency's minor unit has."""
    return _DIGITS.get(currency, 2)


def rounded(amount: Decimal) -> int:
    """`amount` minor units as a whole number: half away from zero, everywhere in the shop."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def minor(amount: Decimal, currency: str) -> int:
    """An amount in major units as minor units; raises ValueError where it is finer than the currency."""
    scaled = amount.scaleb(digits(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{currency} has {digits(currency)} decimals")
    return int(scaled)


def major(amount: int, currency: str) -> Decimal:
    """Minor units as an exact amount in major units."""
    return Decimal(amount).scaleb(-digits(currency))
