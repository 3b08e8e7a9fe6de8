"""What comes to the webhook: only what Stripe signed just now counts, and nothing counts twice."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from httpx import AsyncClient
from litestar import Litestar
from sqlalchemy import select
from stripe import WebhookSignature

from app.core.settings import Settings
from configurator.orders.states import Payment, Work
from configurator.payments.models import Refund
from configurator.payments.objects import PaymentPage
from tests.support.orders import order_of, placed_order
from tests.support.payments import WEBHOOK, WEBHOOK_SECRET, Payments
from tests.support.visitors import BROWSER, Visitor, Welcome


@pytest.fixture
def settings(settings: Settings, payments: Payments) -> Settings:
    return payments.settings(settings)


@pytest.fixture
def anna(stocked: Litestar, welcome: Welcome) -> Visitor:
    return welcome()


@pytest.fixture
def stripe(stocked: Litestar, welcome: Welcome) -> AsyncClient:
    return welcome().client


@pytest.fixture
async def number(anna: Visitor, payments: Payments) -> int:
    """The number of Anna's order, for which she has paid; nobody has told the shop."""
    number = await placed_order(anna)
    answer = await anna.client.post(f"/orders/{number}/payments", headers=BROWSER)
    await payments.pay(answer.headers["location"])
    return number


def signed(body: bytes, at: int | None = None, secret: str = WEBHOOK_SECRET) -> dict[str, str]:
    """Headers as Stripe signs a body, now or at another moment."""
    moment = int(time.time()) if at is None else at
    signature = WebhookSignature._compute_signature(f"{moment}.{body.decode()}", secret)
    return {"Stripe-Signature": f"t={moment},v1={signature}", "Content-Type": "application/json"}


async def state(shop: Litestar, number: int) -> tuple[Payment, Work]:
    order = await order_of(shop, number)
    return order.payment, order.work


async def test_what_is_signed_counts(stocked: Litestar, number: int, payments: Payments, stripe: AsyncClient):
    assert set(await payments.deliver(stripe)) == {200}
    assert await state(stocked, number) == (Payment.PAID, Work.IN_REVIEW)


async def test_twice_and_late_it_counts_once(stocked: Litestar, number: int, payments: Payments, stripe: AsyncClient):
    events = payments.pending()
    for _ in range(3):
        assert set(await payments.deliver(stripe, events)) == {200}

    order = await order_of(stocked, number)
    assert [change.after for change in order.changes] == ["paid", "in_review"]


async def test_forged_it_is_refused_and_changes_nothing(
    stocked: Litestar, number: int, payments: Payments, stripe: AsyncClient
):
    event = payments.pending()[0]
    now = int(time.time())
    for body, headers in (
        (event.body, {}),
        (event.body, {"Stripe-Signature": "t=1,v1=00"}),
        (event.body, {"Stripe-Signature": "\x7f"}),
        (event.body, signed(event.body, secret="whsec_of_another")),
        (event.body, signed(event.body, now - 3600)),
        (event.body, signed(event.body, now + 3600)),
        (event.body.replace(b"paid", b"PAID", 1), dict(event.headers)),
        (b"", {}),
    ):
        answer = await stripe.post(WEBHOOK, content=body, headers=headers)
        assert answer.status_code == 400

    assert await state(stocked, number) == (Payment.OPEN, Work.PLACED)


async def test_news_of_other_things_are_taken_and_change_nothing(
    stocked: Litestar, number: int, payments: Payments, stripe: AsyncClient
):
    told = json.loads(payments.pending()[0].body)
    others = [
        {**told, "id": "evt_1", "type": "customer.created"},
        {**told, "id": "evt_2", "data": {"object": {**told["data"]["object"], "metadata": {"attempt": "0" * 32}}}},
        {**told, "id": "evt_3", "data": {"object": {**told["data"]["object"], "metadata": {}}}},
    ]
    for other in others:
        body = json.dumps(other).encode()
        assert (await stripe.post(WEBHOOK, content=body, headers=signed(body))).status_code == 200

    assert await state(stocked, number) == (Payment.OPEN, Work.PLACED)


async def test_a_payment_of_another_amount_goes_back(
    stocked: Litestar, number: int, payments: Payments, stripe: AsyncClient
):
    completed = next(e for e in payments.pending() if json.loads(e.body)["type"] == "checkout.session.completed")
    told = json.loads(completed.body)
    told["data"]["object"]["amount_total"] -= 1
    body = json.dumps(told).encode()
    assert (await stripe.post(WEBHOOK, content=body, headers=signed(body))).status_code == 200

    assert await state(stocked, number) == (Payment.OPEN, Work.PLACED)
    async with stocked.state.database.reading() as session:
        (refund,) = await session.scalars(select(Refund))
    assert (refund.amount, refund.why) == (told["data"]["object"]["amount_total"], "another amount")


async def test_after_a_payment_of_another_amount_the_right_one_is_kept_and_given_back_with_the_order(
    stocked: Litestar, anna: Visitor, number: int, payments: Payments, stripe: AsyncClient
):
    (completed,) = payments.pending()
    told = json.loads(completed.body)
    told["data"]["object"]["amount_total"] -= 1
    body = json.dumps(told).encode()
    await stripe.post(WEBHOOK, content=body, headers=signed(body))
    answer = await anna.client.post(f"/orders/{number}/payments", headers=BROWSER)
    await payments.pay(answer.headers["location"])
    await payments.deliver(stripe)
    assert await state(stocked, number) == (Payment.PAID, Work.IN_REVIEW)

    await anna.client.post(f"/orders/{number}/cancellation", headers=BROWSER)
    assert await state(stocked, number) == (Payment.REFUND_DUE, Work.CANCELLED)
    order = await order_of(stocked, number)
    async with stocked.state.database.reading() as session:
        refunds = await session.scalars(select(Refund).order_by(Refund.due_at))
    assert [(refund.amount, refund.why) for refund in refunds] == [
        (order.total - 1, "another amount"),
        (order.total, "cancelled"),
    ]


async def test_before_the_shop_has_written_down_the_page_its_payment_counts(
    stocked: Litestar, anna: Visitor, payments: Payments, stripe: AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    number, gateway = await placed_order(anna), stocked.state.gateway
    open_page = gateway.open_page

    async def open_slowly(*asked: Any) -> PaymentPage:
        opened: PaymentPage = await open_page(*asked)
        await payments.pay(opened.url or "")
        assert set(await payments.deliver(stripe)) == {200}
        return opened

    monkeypatch.setattr(gateway, "open_page", open_slowly)
    answer = await anna.client.post(f"/orders/{number}/payments", headers=BROWSER)

    assert answer.headers["location"] == f"/orders/{number}"
    assert await state(stocked, number) == (Payment.PAID, Work.IN_REVIEW)


async def test_out_of_order_the_payment_has_the_last_word(
    stocked: Litestar, number: int, payments: Payments, stripe: AsyncClient
):
    completed = next(e for e in payments.pending() if json.loads(e.body)["type"] == "checkout.session.completed")
    told = json.loads(completed.body)
    session = {**told["data"]["object"], "status": "expired", "payment_status": "unpaid"}
    expired = json.dumps({**told, "id": "evt_x", "type": "checkout.session.expired", "data": {"object": session}})
    await stripe.post(WEBHOOK, content=expired.encode(), headers=signed(expired.encode()))
    assert (await state(stocked, number))[0] is Payment.EXPIRED

    await payments.deliver(stripe, [completed])
    assert await state(stocked, number) == (Payment.PAID, Work.IN_REVIEW)
    late = expired.replace("evt_x", "evt_y").encode()
    await stripe.post(WEBHOOK, content=late, headers=signed(late))
    assert await state(stocked, number) == (Payment.PAID, Work.IN_REVIEW)
