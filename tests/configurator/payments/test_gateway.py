"""The gateway, with the real client, against the payment server over HTTP."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.core import clock
from app.core.settings import Settings
from app.demo.payments.account import Means
from app.demo.payments.desk import Fault
from configurator.payments.gateway import Gateway, GatewayAway, GatewayRefusal, Item, Unpayable
from tests.configurator.payments.conftest import TOTAL, MakeBill
from tests.support.payments import KEY, Payments, gateway_to, serving


async def test_a_page_asks_for_exactly_what_the_bill_says(payments: Payments, gateway: Gateway, bill: MakeBill):
    opened = await gateway.open_page(bill(), "key-1")

    assert (opened.status, opened.payment_status) == ("open", "unpaid")
    assert (opened.amount, opened.currency, opened.attempt) == (TOTAL, "EUR", "attempt-1")
    assert opened.payment_intent is None
    assert opened.url is not None
    page = await payments.open(opened.url)
    assert "E-bike “Pine”€3,480.00" in page.words
    assert "Total€3,529.00" in page.words


async def test_a_paid_page_says_so(payments: Payments, gateway: Gateway, bill: MakeBill):
    opened = await gateway.open_page(bill(), "key-1")
    back = await payments.pay(opened.url or "")
    paid = await gateway.look_up(opened.id)

    assert back == f"https://shop.example/orders/1?paid={opened.id}"
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert (paid.amount, paid.attempt) == (TOTAL, "attempt-1")
    (entry,) = payments.server.books().values()
    assert (entry.paid, entry.refunded, entry.currency) == (TOTAL, 0, "EUR")
    assert entry.metadata == {"attempt": "attempt-1", "order": "A-1001"}


async def test_a_bank_transfer_is_not_paid_until_it_arrives(payments: Payments, gateway: Gateway, bill: MakeBill):
    opened = await gateway.open_page(bill(), "key-1")
    await payments.pay(opened.url or "", Means.TRANSFER)
    waiting = await gateway.look_up(opened.id)
    payments.server.pass_time(60)
    arrived = await gateway.look_up(opened.id)

    assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
    assert (arrived.status, arrived.payment_status) == ("complete", "paid")


@pytest.mark.parametrize(
    ("currency", "amount", "words"),
    [
        ("JPY", 5000, "¥15,000"),
        ("ISK", 48000, "144,000"),
        ("MGA", 120000, "3,600.00"),
        ("KWD", 99990, "299.970"),
    ],
)
async def test_all_currencies_come_back_as_they_went(
    payments: Payments, gateway: Gateway, bill: MakeBill, currency: str, amount: int, words: str
):
    opened = await gateway.open_page(bill(currency=currency, items=(Item("A bike", amount, 3),)), "key-1")
    page = await payments.open(opened.url or "")
    await payments.pay(opened.url or "")
    paid = await gateway.look_up(opened.id)
    refunded = await gateway.refund(paid.payment_intent or "", amount, currency, "key-2")

    assert paid.amount == 3 * amount
    assert words in page.words
    assert refunded.amount == amount
    (entry,) = payments.server.books().values()
    assert (entry.paid, entry.refunded) == (3 * amount, amount)


async def test_what_stripe_cannot_express_is_refused_before_it_is_asked(
    payments: Payments, gateway: Gateway, bill: MakeBill
):
    with pytest.raises(Unpayable):
        await gateway.open_page(bill(currency="KWD", items=(Item("A bike", 99_995, 1),)), "key-1")


async def test_the_same_key_gives_the_same_page(payments: Payments, gateway: Gateway, bill: MakeBill):
    asked = bill()
    first = await gateway.open_page(asked, "key-1")
    second = await gateway.open_page(asked, "key-1")
    other = await gateway.open_page(asked, "key-2")

    assert first == second
    assert other.id != first.id


async def test_the_same_key_for_another_bill_is_refused(gateway: Gateway, bill: MakeBill):
    await gateway.open_page(bill(), "key-1")

    with pytest.raises(GatewayRefusal, match="same parameters"):
        await gateway.open_page(bill(order="A-1002"), "key-1")


async def test_once_keys_are_forgotten_the_same_key_opens_another_page(
    payments: Payments, gateway: Gateway, bill: MakeBill
):
    asked = bill()
    first = await gateway.open_page(asked, "key-1")
    payments.server.forget_keys()
    second = await gateway.open_page(asked, "key-1")

    assert second.id != first.id
    assert (await gateway.look_up(first.id)).status == "open"


async def test_a_closed_page_takes_no_money(payments: Payments, gateway: Gateway, bill: MakeBill):
    opened = await gateway.open_page(bill(), "key-1")
    closed = await gateway.expire(opened.id)
    answer = await payments.press(opened.url or "", Means.CARD)

    assert (closed.status, closed.payment_status, closed.url) == ("expired", "unpaid", None)
    assert answer.status_code == 409
    assert payments.server.books() == {}


async def test_closing_what_is_closed_or_paid_tells_how_it_stands(payments: Payments, gateway: Gateway, bill: MakeBill):
    expired = await gateway.open_page(bill(), "key-1")
    await gateway.expire(expired.id)
    paid = await gateway.open_page(bill(), "key-2")
    await payments.pay(paid.url or "")

    assert (await gateway.expire(expired.id)).status == "expired"
    assert (await gateway.expire(paid.id)).payment_status == "paid"


async def test_pages_expire_by_themselves(payments: Payments, gateway: Gateway, bill: MakeBill):
    opened = await gateway.open_page(bill(expires_at=clock.now() + timedelta(minutes=31)), "key-1")
    payments.server.pass_time(32 * 60)

    assert (await gateway.look_up(opened.id)).status == "expired"


async def test_money_goes_back_once_for_each_key_and_never_more_than_came(
    payments: Payments, gateway: Gateway, bill: MakeBill
):
    opened = await gateway.open_page(bill(), "key-1")
    await payments.pay(opened.url or "")
    payment = (await gateway.look_up(opened.id)).payment_intent or ""
    part = await gateway.refund(payment, 100000, "EUR", "refund-1")
    again = await gateway.refund(payment, 100000, "EUR", "refund-1")

    assert part == again
    assert (part.status, part.amount, part.currency, part.payment_intent) == ("succeeded", 100000, "EUR", payment)
    with pytest.raises(GatewayRefusal, match="greater than unrefunded"):
        await gateway.refund(payment, TOTAL, "EUR", "refund-2")
    await gateway.refund(payment, TOTAL - 100000, "EUR", "refund-3")
    with pytest.raises(GatewayRefusal, match="already been refunded"):
        await gateway.refund(payment, 1, "EUR", "refund-4")
    assert payments.server.books()[payment].refunded == TOTAL


async def test_what_is_not_there_is_refused(gateway: Gateway):
    with pytest.raises(GatewayRefusal, match="No such"):
        await gateway.look_up("cs_test_nothing")
    with pytest.raises(GatewayRefusal, match="No such"):
        await gateway.expire("cs_test_nothing")
    with pytest.raises(GatewayRefusal, match="No such payment_intent"):
        await gateway.refund("pi_nothing", 100, "EUR", "refund-1")


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "no address"},
        {"success_url": "nowhere"},
        {"items": ()},
        {"items": (Item("", 100, 1),)},
        {"items": (Item("A bike", 100, 0),)},
        {"expires_at": clock.now() + timedelta(minutes=5)},
        {"expires_at": clock.now() + timedelta(days=3)},
    ],
)
async def test_a_bill_that_makes_no_sense_is_refused(gateway: Gateway, bill: MakeBill, changes: dict[str, Any]):
    with pytest.raises(GatewayRefusal):
        await gateway.open_page(bill(**changes), "key-1")


async def test_a_wrong_key_is_refused_and_not_repeated(payments: Payments, bill: MakeBill):
    async with gateway_to(payments.address, key="sk_test_wrong_and_secret") as gateway:
        with pytest.raises(GatewayRefusal) as refusal:
            await gateway.open_page(bill(), "key-1")

    assert "wrong_and_secret" not in str(refusal.value)
    assert "Invalid API Key" in str(refusal.value)


@pytest.mark.parametrize("status", [409, 429, 500, 503])
async def test_trouble_at_stripe_is_said_to_be_for_a_while(
    payments: Payments, gateway: Gateway, bill: MakeBill, status: int
):
    payments.server.fail(Fault(status=status), Fault(status=status))

    with pytest.raises(GatewayAway):
        await gateway.open_page(bill(), "key-1")


async def test_a_hiccup_is_got_over_at_once(payments: Payments, gateway: Gateway, bill: MakeBill):
    payments.server.fail(Fault(status=503))

    assert (await gateway.open_page(bill(), "key-1")).status == "open"


async def test_an_answer_that_was_lost_is_given_again_under_the_same_key(
    payments: Payments, gateway: Gateway, bill: MakeBill
):
    asked = bill()
    payments.server.fail(Fault(status=500, after=True), Fault(status=500, after=True))
    with pytest.raises(GatewayAway):
        await gateway.open_page(asked, "key-1")
    opened = await gateway.open_page(asked, "key-1")
    await payments.pay(opened.url or "")

    assert len(payments.pending()) == 1


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_who_keeps_us_waiting_is_away(tmp_path: Path, bill: MakeBill, after: bool):
    with serving(tmp_path) as server:
        server.fail(Fault(seconds=1.5, after=after), Fault(seconds=1.5))
        async with gateway_to(server.address, patience=0.2) as hasty:
            started = time.monotonic()
            with pytest.raises(GatewayAway):
                await hasty.open_page(bill(), "key-1")
            waited = time.monotonic() - started

    assert waited < 1.4


async def test_a_server_that_is_gone_is_away(tmp_path: Path, bill: MakeBill):
    with serving(tmp_path) as server:
        address = server.address
    async with gateway_to(address) as gateway:
        with pytest.raises(GatewayAway, match="out of reach"):
            await gateway.look_up("cs_test_1")


async def test_two_at_once_under_one_key_open_one_page(payments: Payments, gateway: Gateway, bill: MakeBill):
    asked = bill()
    payments.server.fail(Fault(seconds=0.3, after=True))
    first, second = await asyncio.gather(gateway.open_page(asked, "key-1"), gateway.open_page(asked, "key-1"))

    assert first == second


async def test_without_a_key_there_is_no_gateway(settings: Settings):
    assert Gateway.of(settings) is None


async def test_the_settings_make_a_gateway(payments: Payments, settings: Settings, bill: MakeBill):
    gateway = Gateway.of(payments.settings(settings))
    assert gateway is not None

    assert (await gateway.open_page(bill(), "key-1")).status == "open"
    await gateway.close()


async def test_nothing_personal_and_no_key_gets_into_a_log(
    payments: Payments, gateway: Gateway, bill: MakeBill, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    await gateway.open_page(bill(), "key-1")

    assert "anna@example.org" not in caplog.text
    assert KEY not in caplog.text
