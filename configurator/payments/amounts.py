"""Our minor units as Stripe counts them, and back.

Stripe's own list of decimals (docs.stripe.com/currencies) is neither ISO 4217's nor CLDR's: the króna of Iceland and
the shilling of Uganda are written with two decimals that are always 00, the ariary of Madagascar with none, and the
last of three decimals is always 0.
"""

from __future__ import annotations

from typing import Final

from configurator.pricing.money import digits

_STRIPE_DIGITS: Final = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA"), 0),
    **dict.fromkeys(("PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "JOD", "KWD", "OMR", "TND"), 3),
}
_POWERS: Final = (1, 10, 100, 1000)


class Unpayable(Exception):
    """An amount that Stripe cannot express to the last minor unit, or a currency that it does not take."""


def to_stripe(minor: int, currency: str) -> int:
    """An amount in our minor units as Stripe counts it. Raises ``Unpayable``."""
    ours, theirs = _digits(currency)
    amount = _rescaled(minor, ours, theirs, currency)
    if minor < 0 or (theirs == 3 and amount % 10):
        raise Unpayable(f"{minor} minor units of {currency} cannot be paid")
    return amount


def from_stripe(amount: int, currency: str) -> int:
    """An amount as Stripe counts it in our minor units; the currency in either case. Raises ``Unpayable``."""
    ours, theirs = _digits(currency.upper())
    return _rescaled(amount, theirs, ours, currency)


def _digits(currency: str) -> tuple[int, int]:
    """Decimals of a currency with us and at Stripe."""
    ours, theirs = digits(currency), _STRIPE_DIGITS.get(currency, 2)
    if ours == 3 and theirs != 3:
        raise Unpayable(f"Stripe does not take {currency}")
    return ours, theirs


def _rescaled(amount: int, given: int, wanted: int, currency: str) -> int:
    scaled, rest = divmod(amount * _POWERS[wanted], _POWERS[given])
    if rest:
        raise Unpayable(f"{amount} of {currency} with {given} decimals cannot be written with {wanted}")
    return scaled
