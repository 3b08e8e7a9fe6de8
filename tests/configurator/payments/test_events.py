"""Events: Stripe's own, late ones, twins, forged ones, and clocks that are off."""

from __future__ import annotations

import json

import pytest
import time_machine

from app.demo.payments.account import Means
from app.demo.payments.webhooks import signed
from configurator.payments.events import ForgedEvent, read_event
from configurator.payments.gateway import Gateway, Refunded
from tests.configurator.payments.conftest import TOTAL, MakeBill
from tests.support.payments import WEBHOOK_SECRET, Payments

HEADER = "Stripe-Signature"
NOW = 1_790_000_000
EVENT = json.dumps(
    {
        "id": "evt_1",
        "object": "event",
        "type": "customer.created",
        "created": NOW - 5,
        "data": {"object": {"id": "cus_1", "object": "customer"}},
    }
)


async def paid(payments: Payments, gateway: Gateway, bill: MakeBill, means: Means = Means.CARD) -> str:
    page = await gateway.open_page(bill(), "key-1")
    await payments.pay(page.url or "", means)
    return page.id


async def test_a_payment_is_told_with_the_page_as_it_stands(payments: Payments, gateway: Gateway, bill: MakeBill):
    page_id = await paid(payments, gateway, bill)
    ((body, headers),) = payments.pending()
    event = gateway.read_event(body, headers[HEADER])

    assert event.type == "checkout.session.completed"
    assert event.page == await gateway.look_up(page_id)
    assert event.page is not None
    assert (event.page.payment_status, event.page.amount, event.page.attempt) == ("paid", TOTAL, "attempt-1")
    assert event.refund is None


@pytest.mark.parametrize(
    ("means", "told", "payment_status"),
    [
        (Means.TRANSFER, "checkout.session.async_payment_succeeded", "paid"),
        (Means.LOST_TRANSFER, "checkout.session.async_payment_failed", "unpaid"),
    ],
)
async def test_a_transfer_is_told_twice(
    payments: Payments, gateway: Gateway, bill: MakeBill, means: Means, told: str, payment_status: str
):
    await paid(payments, gateway, bill, means)
    payments.server.pass_time(60)
    first, second = (gateway.read_event(body, headers[HEADER]) for body, headers in payments.pending())

    assert first.page is not None
    assert second.page is not None
    assert (first.type, first.page.payment_status) == ("checkout.session.completed", "unpaid")
    assert (second.type, second.page.payment_status) == (told, payment_status)


async def test_an_expired_page_is_told(payments: Payments, gateway: Gateway, bill: MakeBill):
    page = await gateway.open_page(bill(), "key-1")
    payments.server.pass_time(24 * 60 * 60)
    ((body, headers),) = payments.pending()
    event = gateway.read_event(body, headers[HEADER])

    assert event.page is not None
    assert (event.type, event.page.id, event.page.status) == ("checkout.session.expired", page.id, "expired")


async def test_refunds_are_told_one_by_one_and_together(payments: Payments, gateway: Gateway, bill: MakeBill):
    page_id = await paid(payments, gateway, bill)
    payment = (await gateway.look_up(page_id)).payment_intent or ""
    refund = await gateway.refund(payment, 5000, "EUR", "refund-1")
    payments.server.fail_refund(refund.id)
    events = [gateway.read_event(body, headers[HEADER]) for body, headers in payments.pending()]
    by_type = {event.type: event for event in events}

    assert by_type["refund.updated"].refund == refund
    assert by_type["refund.failed"].refund == Refunded(refund.id, "failed", 5000, "EUR", payment)
    returned = by_type["charge.refunded"].returned
    assert returned is not None
    assert (returned.payment_intent, returned.amount, returned.currency) == (payment, 5000, "EUR")
    assert payments.server.books()[payment].refunded == 0


async def test_an_event_that_is_sent_again_is_the_same_event(payments: Payments, gateway: Gateway, bill: MakeBill):
    await paid(payments, gateway, bill)
    (first,) = payments.pending()
    payments.server.settle(first)
    (again,) = payments.server.taken()

    assert payments.pending() == []
    assert gateway.read_event(*parts_of(again)) == gateway.read_event(*parts_of(first))


def parts_of(webhook: tuple[bytes, dict[str, str]]) -> tuple[bytes, str]:
    body, headers = webhook
    return body, headers[HEADER]


@time_machine.travel(NOW, tick=False)
def test_events_that_are_no_concern_of_ours_tell_nothing():
    event = read_event(*parts_of(signed(EVENT, WEBHOOK_SECRET)), WEBHOOK_SECRET)

    assert (event.id, event.type, event.created.timestamp()) == ("evt_1", "customer.created", NOW - 5)
    assert (event.page, event.refund, event.returned) == (None, None, None)


@pytest.mark.parametrize(
    "about",
    [
        {"object": "checkout.session", "metadata": {}},
        {"object": "checkout.session", "metadata": None},
        {"object": "checkout.session"},
    ],
)
@time_machine.travel(NOW, tick=False)
def test_pages_of_another_shop_of_the_account_are_no_concern_of_ours(about: dict[str, object]):
    body = json.dumps(json.loads(EVENT) | {"type": "checkout.session.completed", "data": {"object": about}})

    assert read_event(*parts_of(signed(body, WEBHOOK_SECRET)), WEBHOOK_SECRET).page is None


@time_machine.travel(NOW, tick=False)
def test_amounts_that_we_never_ask_for_are_no_concern_of_ours():
    charge = {"object": "charge", "payment_intent": "pi_1", "amount_refunded": 150, "currency": "isk"}
    body = json.dumps(json.loads(EVENT) | {"type": "charge.refunded", "data": {"object": charge}})

    assert read_event(*parts_of(signed(body, WEBHOOK_SECRET)), WEBHOOK_SECRET).returned is None


@pytest.mark.parametrize("off", [-299, 0, 299])
@time_machine.travel(NOW, tick=False)
def test_a_clock_may_be_a_little_off(off: int):
    body, signature = parts_of(signed(EVENT, WEBHOOK_SECRET, NOW + off))

    assert read_event(body, signature, WEBHOOK_SECRET).id == "evt_1"


@pytest.mark.parametrize("off", [-301, 301, 86400])
@time_machine.travel(NOW, tick=False)
def test_what_was_signed_long_ago_or_is_to_be_is_forged(off: int):
    body, signature = parts_of(signed(EVENT, WEBHOOK_SECRET, NOW + off))

    with pytest.raises(ForgedEvent):
        read_event(body, signature, WEBHOOK_SECRET)


@time_machine.travel(NOW, tick=False)
def test_while_the_secret_is_changed_either_signature_will_do():
    body, signature = parts_of(signed(EVENT, WEBHOOK_SECRET))
    _, older = parts_of(signed(EVENT, "whsec_of_last_year"))
    both = f"{older},{signature.partition(',')[2]}"

    assert read_event(body, both, WEBHOOK_SECRET).id == "evt_1"
    assert read_event(body, both, "whsec_of_last_year").id == "evt_1"
    with pytest.raises(ForgedEvent):
        read_event(body, both, "whsec_of_somebody_else")


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "t=,v1=",
        "v1=abc",
        f"t={NOW}",
        f"t={NOW},v0=abc",
        f"t={NOW},v1=",
        f"t={NOW},v1=é",
        f"t={NOW},v1={'0' * 64}",
        "t=1e9,v1=abc",
        "t" * 10_000,
        f"t={'9' * 5000},v1=abc",
        "\0,=,=",
    ],
)
@time_machine.travel(NOW, tick=False)
def test_a_signature_that_is_none_is_forged(signature: str):
    with pytest.raises(ForgedEvent):
        read_event(EVENT.encode(), signature, WEBHOOK_SECRET)


@pytest.mark.parametrize("secret", ["", "whsec_of_somebody_else"])
@time_machine.travel(NOW, tick=False)
def test_another_secret_or_none_makes_everything_forged(secret: str):
    body, signature = parts_of(signed(EVENT, WEBHOOK_SECRET))

    with pytest.raises(ForgedEvent):
        read_event(body, signature, secret)


@pytest.mark.parametrize("body", [EVENT.replace("evt_1", "evt_2").encode(), EVENT.encode() + b" ", b"", b"\xff\xfe"])
@time_machine.travel(NOW, tick=False)
def test_a_body_that_was_altered_is_forged(body: bytes):
    _, signature = parts_of(signed(EVENT, WEBHOOK_SECRET))

    with pytest.raises(ForgedEvent):
        read_event(body, signature, WEBHOOK_SECRET)
