"""The same money with us and at Stripe, in every currency there is."""

import pytest
from babel.numbers import list_currencies
from hypothesis import given
from hypothesis import strategies as st

from configurator.payments.amounts import Unpayable, from_stripe, to_stripe
from configurator.pricing.money import digits

CURRENCIES = sorted(list_currencies())
# https://docs.stripe.com/currencies, "Zero-decimal currencies" and "Special cases"
WITHOUT_DECIMALS = {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV"} | {
    "XAF",
    "XOF",
    "XPF",
}
WRITTEN_WITH_TWO = {"ISK", "UGX"}
THREE_DECIMALS = {"BHD", "JOD", "KWD", "OMR", "TND"}
NOT_TAKEN = {"IQD", "LYD"}


@pytest.mark.parametrize(
    ("minor", "currency", "stripe"),
    [
        (348000, "EUR", 348000),
        (1, "USD", 1),
        (0, "EUR", 0),
        (5000, "JPY", 5000),
        (5000, "ISK", 500000),
        (5000, "UGX", 500000),
        (120000, "MGA", 1200),
        (9990, "KWD", 9990),
        (1990, "HUF", 1990),
    ],
)
def test_an_amount_is_written_as_stripe_wants_it(minor: int, currency: str, stripe: int):
    assert to_stripe(minor, currency) == stripe
    assert from_stripe(stripe, currency) == minor
    assert from_stripe(stripe, currency.lower()) == minor


@pytest.mark.parametrize(
    ("minor", "currency"), [(120001, "MGA"), (9995, "KWD"), (1, "TND"), (-1, "EUR"), (1000, "IQD"), (1000, "LYD")]
)
def test_what_stripe_cannot_express_is_not_asked_for(minor: int, currency: str):
    with pytest.raises(Unpayable):
        to_stripe(minor, currency)


@pytest.mark.parametrize(("stripe", "currency"), [(150, "ISK"), (99, "UGX"), (10, "IQD")])
def test_what_we_cannot_express_is_not_taken_for_something_else(stripe: int, currency: str):
    with pytest.raises(Unpayable):
        from_stripe(stripe, currency)


@pytest.mark.parametrize("currency", CURRENCIES)
@given(minor=st.integers(0, 10**12))
def test_it_is_the_same_money_or_none(currency: str, minor: int):
    decimals = 0 if currency in WITHOUT_DECIMALS else 3 if currency in THREE_DECIMALS else 2
    try:
        stripe = to_stripe(minor, currency)
    except Unpayable:
        finer = minor * 10**decimals % 10 ** digits(currency)
        assert finer or currency in NOT_TAKEN or (currency in THREE_DECIMALS and minor % 10)
    else:
        assert stripe * 10 ** digits(currency) == minor * 10**decimals
        assert from_stripe(stripe, currency) == minor
        assert currency not in WRITTEN_WITH_TWO or stripe % 100 == 0
        assert currency not in THREE_DECIMALS or stripe % 10 == 0
