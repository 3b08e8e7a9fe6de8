"""The payment server holds its callers to Stripe's protocol, and itself to the form of Stripe's answers."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import fastjsonschema
import httpx
import pytest

from app.demo.payments.account import Means
from app.demo.payments.desk import Fault
from tests.app.demo.payments.conftest import FORM, SESSIONS, TOTAL, Program, in_minutes
from tests.support.payments import KEY, Payments

OBJECTS = json.loads((Path(__file__).parent / "stripe_objects.json").read_text(encoding="utf-8"))["objects"]


def has_stripes_form(thing: dict[str, Any]) -> None:
    """Fails where an object is not as Stripe's own document describes it."""
    known = OBJECTS[thing["object"]]
    fastjsonschema.compile(known, use_default=False)(thing)
    assert thing.keys() <= known["properties"].keys()


async def test_a_session_is_what_was_asked_for(program: Program):
    session = await program.open_session()

    assert session["amount_total"] == TOTAL
    assert session["metadata"] == {"attempt": "attempt-1"}
    assert await program.get(f"{SESSIONS}/{session['id']}") == session


async def test_every_answer_and_event_has_stripes_form(program: Program, payments: Payments):
    session = await program.open_session(**{"expand[]": "line_items"})
    await payments.pay(session["url"])
    paid = await program.get(f"{SESSIONS}/{session['id']}")
    payment = await program.get(f"/v1/payment_intents/{paid['payment_intent']}")
    refund = await program.post("/v1/refunds", {"payment_intent": payment["id"], "amount": "100"})
    events = [webhook.event for webhook in payments.pending()]

    for thing in (session, paid, payment, refund, *session["line_items"]["data"]):
        has_stripes_form(thing)
    for event in events:
        has_stripes_form(event)
        has_stripes_form(event["data"]["object"])
    assert [event["type"] for event in events] == ["checkout.session.completed", "charge.refunded", "refund.updated"]
    assert await program.get(f"/v1/refunds/{refund['id']}") == refund


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"moood": "payment"}, "moood"),
        ({"line_items[0][price_data][colour]": "green"}, "line_items[0][price_data][colour]"),
        ({"metadata[deep][er]": "x"}, "metadata[deep]"),
        ({"mode": "gift"}, "mode"),
        ({"mode": "subscription"}, "mode"),
        ({"locale": "tlh"}, "locale"),
        ({"line_items[0][quantity]": "one"}, "line_items[0][quantity]"),
        ({"line_items[0][quantity]": "-1"}, "line_items[0][quantity]"),
        ({"line_items[0][price_data][unit_amount]": "9.99"}, "line_items[0][price_data][unit_amount]"),
        ({"line_items[0][price_data][unit_amount]": "-1"}, "line_items[0][price_data][unit_amount]"),
        ({"line_items[0][price_data][unit_amount]": "9" * 17}, "line_items[0][price_data][unit_amount]"),
        ({"line_items[0][price_data][currency]": "EURO"}, "line_items[0][price_data][currency]"),
        ({"line_items[0][price_data][currency]": "usd"}, "line_items"),
        ({"line_items[0][price_data][product_data][name]": ""}, "line_items[0][price_data][product_data][name]"),
        ({"line_items[x][quantity]": "1"}, "line_items"),
        ({"line_items": "none"}, "line_items"),
        ({"success_url": ""}, "success_url"),
        ({"cancel_url": "shop"}, "cancel_url"),
        ({"customer_email": "nobody"}, "customer_email"),
        ({"client_reference_id": "x" * 201}, "client_reference_id"),
        ({"metadata[x]": "x" * 501}, "metadata"),
        ({"expires_at": in_minutes(5)}, "expires_at"),
        ({"expires_at": in_minutes(2000)}, "expires_at"),
        ({"expires_at": "tomorrow"}, "expires_at"),
        ({"expand[]": "customer"}, "expand"),
        ({"[]": "x"}, "[]"),
        ({"metadata[attempt][]": "x"}, "metadata[attempt][]"),
    ],
)
async def test_a_parameter_that_stripe_does_not_take_is_refused(program: Program, changes: dict[str, str], param: str):
    answer = await program.post(SESSIONS, {**FORM, **changes}, status=400)

    assert answer["error"]["type"] == "invalid_request_error"
    assert answer["error"]["param"] == param
    assert answer["error"]["message"]


@pytest.mark.parametrize("missing", ["mode", "success_url", "line_items[0][quantity]"])
async def test_what_is_missing_is_asked_for(program: Program, missing: str):
    form = {name: value for name, value in FORM.items() if name != missing}
    answer = await program.post(SESSIONS, form, status=400)

    assert answer["error"]["param"] == missing


@pytest.mark.parametrize(
    ("currency", "amount"),
    [("kwd", "99995"), ("isk", "150"), ("ugx", "101")],
)
async def test_amounts_finer_than_the_currency_are_refused(program: Program, currency: str, amount: str):
    lines = {f"line_items[{at}][price_data][currency]": currency for at in (0, 1)}
    amounts = {f"line_items[{at}][price_data][unit_amount]": amount for at in (0, 1)}
    answer = await program.post(SESSIONS, {**FORM, **lines, **amounts}, status=400)

    assert answer["error"]["code"] == "invalid_amount"


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer sk_test_wrong", "Basic abc", f"Bearer {KEY}x"])
async def test_without_the_key_nothing_is_answered(payments: Payments, authorization: str):
    async with httpx.AsyncClient(base_url=payments.address) as client:
        answer = await client.post(SESSIONS, data=FORM, headers={"Authorization": authorization})

    assert answer.status_code == 401
    assert "sk_test_wrong" not in answer.text


async def test_what_stripe_has_and_this_server_has_not_is_said(program: Program):
    answer = await program.get("/v1/customers/cus_1", status=404)

    assert answer["error"]["message"] == "Unrecognized request URL (GET: /v1/customers/cus_1)."


async def test_a_key_is_good_for_one_request(program: Program):
    first = await program.client.post(SESSIONS, data=FORM, headers={"Idempotency-Key": "key-1"})
    again = await program.client.post(SESSIONS, data=FORM, headers={"Idempotency-Key": "key-1"})
    other = await program.post(SESSIONS, {**FORM, "locale": "ru"}, status=400, key="key-1")

    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.text == first.text
    assert other["error"]["type"] == "idempotency_error"


async def test_a_key_in_use_is_said_to_be(program: Program, payments: Payments):
    payments.server.fail(Fault(seconds=0.3, after=True))
    answers = await asyncio.gather(
        *(program.client.post(SESSIONS, data=FORM, headers={"Idempotency-Key": "key-1"}) for _ in range(2))
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_what_was_refused_leaves_its_key_unused(program: Program):
    await program.post(SESSIONS, {**FORM, "mode": "gift"}, status=400, key="key-1")

    assert (await program.post(SESSIONS, FORM, key="key-1"))["status"] == "open"


@pytest.mark.parametrize("means", [Means.TRANSFER, Means.LOST_TRANSFER])
async def test_what_has_not_arrived_cannot_go_back(program: Program, payments: Payments, means: Means):
    session = await program.open_session()
    await payments.pay(session["url"], means)
    payment = (await program.get(f"{SESSIONS}/{session['id']}"))["payment_intent"]
    answer = await program.post("/v1/refunds", {"payment_intent": payment}, status=400)

    assert "does not have a successful charge" in answer["error"]["message"]
    assert payments.server.books() == {}
