"""The shop is told until it listens; a restart forgets nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from app.demo.payments.webhooks import PAUSES, pause_after
from configurator.payments.events import read_event
from tests.app.demo.payments.conftest import FORM, SESSIONS, Program
from tests.support.payments import KEY, WEBHOOK_SECRET, Payments, serving

PATIENCE = 10


class Shop:
    """A shop that answers its webhook as it is told to, and keeps what it heard."""

    def __init__(self, answers: list[int]) -> None:
        self.answers = answers
        self.heard: list[tuple[bytes, str]] = []

    def hear(self, body: bytes, signature: str) -> int:
        self.heard.append((body, signature))
        return self.answers.pop(0) if self.answers else 200


@contextmanager
def listening(shop: Shop) -> Iterator[str]:
    """The address of the shop's webhook."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(shop.hear(body, self.headers["Stripe-Signature"]))
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Nothing is to be said."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/webhooks/stripe"
        server.shutdown()
        thread.join()


async def until_taken(payments: Payments) -> None:
    async with asyncio.timeout(PATIENCE):
        for _ in iter(payments.pending, []):
            await asyncio.sleep(0.05)


async def test_a_shop_that_answers_is_told_once(program: Program, payments: Payments):
    shop = Shop([])
    with listening(shop) as payments.server.webhook_url:
        session = await program.open_session()
        await payments.pay(session["url"])
        await until_taken(payments)

    ((body, signature),) = shop.heard
    event = read_event(body, signature, WEBHOOK_SECRET)
    assert (event.type, event.page.id if event.page else "") == ("checkout.session.completed", session["id"])
    assert len(payments.server.taken()) == 1


@pytest.mark.parametrize("answer", [500, 404, 302])
async def test_a_shop_that_fails_is_told_again_with_the_same_event(program: Program, payments: Payments, answer: int):
    shop = Shop([answer])
    with listening(shop) as payments.server.webhook_url:
        await payments.pay((await program.open_session())["url"])
        await until_taken(payments)

    (first, _), (second, signature) = shop.heard
    assert first == second
    assert read_event(second, signature, WEBHOOK_SECRET).type == "checkout.session.completed"


async def test_a_shop_that_is_closed_is_told_once_it_opens(program: Program, payments: Payments):
    shop = Shop([])
    with listening(shop) as url:
        pass
    payments.server.webhook_url = url
    await payments.pay((await program.open_session())["url"])
    await asyncio.sleep(0.3)
    assert len(payments.pending()) == 1

    with listening(shop) as payments.server.webhook_url:
        await until_taken(payments)
    assert len(shop.heard) == 1


def test_pauses_grow():
    pauses = [pause_after(tries) for tries in range(len(PAUSES) + 3)]

    assert pauses == sorted(pauses)
    assert pauses[-1] == PAUSES[-1]


async def test_events_wait_for_a_test_to_deliver_drop_or_repeat_them(program: Program, payments: Payments):
    for _ in range(3):
        await payments.pay((await program.open_session())["url"])
    first, second, third = payments.pending()
    payments.server.settle(second)

    assert [each.event["id"] for each in payments.pending()] == [first.event["id"], third.event["id"]]
    assert [each.event["id"] for each in payments.server.taken()] == [second.event["id"]]


async def test_a_restart_forgets_nothing(tmp_path: Path):
    headers = {"Authorization": f"Bearer {KEY}", "Idempotency-Key": "key-1"}
    with serving(tmp_path) as server:
        port = int(server.address.rpartition(":")[2])
        async with httpx.AsyncClient(base_url=server.address, headers=headers) as client:
            before = (await client.post(SESSIONS, data=FORM)).json()
        await Payments(server).pay(before["url"])
        waiting = [webhook.event for webhook in server.pending()]

    shop = Shop([])
    with listening(shop) as url, serving(tmp_path, port, url) as server:
        async with httpx.AsyncClient(base_url=server.address, headers=headers) as client:
            again = (await client.post(SESSIONS, data=FORM)).json()
            now = (await client.get(f"{SESSIONS}/{before['id']}")).json()
        await until_taken(Payments(server))

    assert again == before
    assert now["payment_status"] == "paid"
    assert len(waiting) == len(shop.heard) == 1
    assert waiting[0]["id"].encode() in shop.heard[0][0]
