"""Stripe, as far as tests are concerned: a payment server over HTTP, and people who pay on its pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import httpx
import pytest

from app.core.settings import Settings
from app.demo.payments.account import Means
from app.demo.payments.server import PaymentServer
from app.demo.payments.webhooks import Webhook
from configurator.payments.gateway import Gateway
from tests.support.pages import Page

KEY = "sk_test_of_the_tests"
WEBHOOK_SECRET = "whsec_of_the_tests"
WEBHOOK = "/webhooks/stripe"


class Payments:
    """The payment server of a test. Its events wait until the test delivers them, or names a ``webhook_url``."""

    def __init__(self, server: PaymentServer) -> None:
        self.server = server

    @property
    def address(self) -> str:
        return self.server.address

    def settings(self, settings: Settings) -> Settings:
        """The settings of a shop that is paid through this server."""
        return replace(
            settings,
            stripe_key=self.server.key,
            stripe_webhook_secret=self.server.webhook_secret,
            stripe_api=self.address,
            stripe_pages=self.address,
        )

    async def open(self, url: str, status: int = 200) -> Page:
        """The page to pay on."""
        async with httpx.AsyncClient() as browser:
            answer = await browser.get(url)
        assert answer.status_code == status, f"{url} answers {answer.status_code}"
        return Page(answer)

    async def pay(self, url: str, means: Means = Means.CARD) -> str:
        """Pay on a page with one of its buttons; where that leads, which is back to the shop."""
        answer = await self.press(url, means)
        assert answer.status_code == 303, f"paying answers {answer.status_code}"
        return str(answer.headers["location"])

    async def press(self, url: str, means: str) -> httpx.Response:
        """The answer to one of the buttons of a page that was open once."""
        async with httpx.AsyncClient() as browser:
            return await browser.post(f"{url}/payments", data={"means": means})

    def pending(self) -> list[Webhook]:
        """The events that the shop has not taken, oldest first: body and headers, freshly signed."""
        return self.server.pending()

    async def deliver(self, client: httpx.AsyncClient, webhooks: Iterable[Webhook] | None = None) -> list[int]:
        """Post events to a shop, all that wait unless some are given, and settle those it takes; its answers."""
        statuses = []
        for webhook in self.pending() if webhooks is None else webhooks:
            answer = await client.post(WEBHOOK, content=webhook.body, headers=webhook.headers)
            if answer.is_success:
                self.server.settle(webhook)
            statuses.append(answer.status_code)
        return statuses


@pytest.fixture(scope="session")
def payment_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaymentServer]:
    with serving(tmp_path_factory.mktemp("payments")) as server:
        yield server


@pytest.fixture
def payments(payment_server: PaymentServer) -> Payments:
    """A payment server that knows of nothing yet, and holds its events back."""
    payment_server.forget_everything()
    return Payments(payment_server)


@pytest.fixture
async def gateway(payments: Payments) -> AsyncIterator[Gateway]:
    """The shop's gateway, speaking to that server."""
    async with gateway_to(payments.address) as gateway:
        yield gateway


@asynccontextmanager
async def gateway_to(address: str, key: str = KEY, patience: float = 5) -> AsyncIterator[Gateway]:
    gateway = Gateway(key, WEBHOOK_SECRET, address, patience)
    yield gateway
    await gateway.close()


@contextmanager
def serving(folder: Path, port: int = 0, webhook_url: str = "") -> Iterator[PaymentServer]:
    """A payment server in a thread and an event loop of its own."""
    server = PaymentServer(folder, port, webhook_url, WEBHOOK_SECRET, KEY)
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(server.start(), loop).result()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
