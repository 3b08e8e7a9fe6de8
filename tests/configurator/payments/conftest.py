"""Anna, who pays for an e-bike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.core import clock
from configurator.payments.gateway import Bill, Item

MakeBill = Callable[..., Bill]

BIKE = Item("E-bike “Pine”", 348000, 1)
SHIPPING = Item("Shipping", 4900, 1)
TOTAL = 352900


@pytest.fixture
def bill() -> MakeBill:
    """The bill for a bike, with some things otherwise."""

    def bill(**changes: Any) -> Bill:
        usual = Bill(
            attempt="attempt-1",
            order="A-1001",
            currency="EUR",
            items=(BIKE, SHIPPING),
            email="anna@example.org",
            locale="en",
            success_url="https://shop.example/orders/1?paid={CHECKOUT_SESSION_ID}",
            cancel_url="https://shop.example/checkout",
            expires_at=clock.now() + timedelta(hours=23),
        )
        return replace(usual, **changes)

    return bill
