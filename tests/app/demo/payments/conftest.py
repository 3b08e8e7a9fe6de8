"""A program that knows Stripe's interface by heart and speaks it without a library."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.support.payments import KEY, Payments

SESSIONS = "/v1/checkout/sessions"
FORM = {
    "mode": "payment",
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": "348000",
    "line_items[0][price_data][product_data][name]": "E-bike",
    "line_items[0][quantity]": "1",
    "line_items[1][price_data][currency]": "eur",
    "line_items[1][price_data][unit_amount]": "4900",
    "line_items[1][price_data][product_data][name]": "Shipping",
    "line_items[1][quantity]": "2",
    "customer_email": "anna@example.org",
    "client_reference_id": "A-1001",
    "metadata[attempt]": "attempt-1",
    "payment_intent_data[metadata][attempt]": "attempt-1",
    "success_url": "https://shop.example/paid?page={CHECKOUT_SESSION_ID}",
    "cancel_url": "https://shop.example/checkout",
}
TOTAL = 357800


class Program:
    """Calls the payment server and gives back its JSON."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def post(self, path: str, form: dict[str, str] | None = None, status: int = 200, key: str = "") -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        answer = await self.client.post(path, data=form or {}, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def get(self, path: str, status: int = 200) -> Any:
        answer = await self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def open_session(self, **changes: str) -> Any:
        return await self.post(SESSIONS, {**FORM, **changes})


@pytest.fixture
async def program(payments: Payments) -> AsyncIterator[Program]:
    headers = {"Authorization": f"Bearer {KEY}"}
    async with httpx.AsyncClient(base_url=payments.address, headers=headers) as client:
        yield Program(client)


def in_minutes(minutes: int) -> str:
    return str(int(time.time()) + minutes * 60)
