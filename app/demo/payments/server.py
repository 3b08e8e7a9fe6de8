"""The payment server itself: an address of its own, and what a test may ask of it beside the protocol."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import uvicorn
from litestar import Litestar
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp

from app.core import clock
from app.core.assets import Assets
from app.core.language import LanguageLayer
from app.core.rendering import Templates
from app.demo.payments import api, pages
from app.demo.payments.account import Account, Entry
from app.demo.payments.desk import Desk, Fault
from app.demo.payments.store import Store
from app.demo.payments.webhooks import TRIES, Webhook, pause_after, post, signed

ROOT = Path(__file__).parents[3]
FILE = "payments.sqlite3"
TICK = 0.2
"""Seconds between two looks at what is due."""


class PaymentServer:
    """A payment server for one shop. ``start`` and ``stop`` it in one event loop; any thread may call the rest.

    What it knows stands in ``folder`` and outlives it, events that wait for the shop included.
    """

    def __init__(
        self, folder: Path, port: int, webhook_url: str, webhook_secret: str, key: str, host: str = "127.0.0.1"
    ) -> None:
        self.webhook_url = webhook_url
        """Where events go; while it is empty they wait."""
        self.webhook_secret = webhook_secret
        self.key = key
        self._listening = socket.create_server((host, port))
        self.address = f"http://{host}:{self._listening.getsockname()[1]}"
        self._store = Store(folder / FILE)
        self._account = Account(self._store)
        self._desk = Desk(self._store, self._account, key, self.address, self._wake_up)
        self._wake = asyncio.Event()

    async def start(self) -> None:
        """Answer, and deliver events, in the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._server = _Server(
            uvicorn.Config(
                create_app(self._desk),
                http="httptools",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=1,
            )
        )
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._listening]))
        self._delivering = asyncio.create_task(self._deliver())

    async def stop(self) -> None:
        """Answer no more and forget nothing."""
        self._server.should_exit = True
        await self._serving
        self._delivering.cancel()
        with suppress(asyncio.CancelledError):
            await self._delivering
        self._listening.close()
        self._store.close()

    def fail(self, *faults: Fault) -> None:
        """Let the next calls go wrong, one for each fault."""
        self._desk.faults.extend(faults)

    def forget_keys(self) -> None:
        """Forget all idempotency keys, as Stripe does after a day."""
        self._store.forget_keys()

    def forget_everything(self) -> None:
        """Be as on the first day, for tests that share a server."""
        self.webhook_url = ""
        self._desk.faults.clear()
        self._store.forget_everything()

    def pending(self) -> list[Webhook]:
        """The events that the shop has not taken, oldest first, each freshly signed."""
        self._desk.run_due()
        return [signed(each.body, self.webhook_secret) for each in self._store.undelivered()]

    def taken(self) -> list[Webhook]:
        """The events that the shop has taken, oldest first, to be sent once more."""
        return [signed(each.body, self.webhook_secret) for each in self._store.delivered()]

    def settle(self, webhook: Webhook) -> None:
        """Deliver an event no more: the shop took it from other hands, or is never to hear of it."""
        self._store.settle(webhook.event["id"])

    def pass_time(self, seconds: float) -> None:
        """Let happen now what would happen by itself in that time: sessions expire, transfers arrive."""
        self._desk.run_due(clock.now().timestamp() + seconds)
        self._wake_up()

    def fail_refund(self, refund_id: str) -> None:
        """The bank sends a refund back."""
        with self._store.transaction():
            self._account.fail_refund(self._account.find("refund", refund_id))
        self._wake_up()

    def books(self) -> dict[str, Entry]:
        """What was paid and given back, by payment intent."""
        return self._account.books()

    def _wake_up(self) -> None:
        self._loop.call_soon_threadsafe(self._wake.set)

    async def _deliver(self) -> None:
        async with httpx.AsyncClient() as client:
            while True:
                self._desk.run_due()
                if self.webhook_url:
                    await self._deliver_due(client)
                # Not wait_for, which forgets a cancellation that comes together with what it waits for.
                with suppress(TimeoutError):
                    async with asyncio.timeout(TICK):
                        await self._wake.wait()
                self._wake.clear()

    async def _deliver_due(self, client: httpx.AsyncClient) -> None:
        for delivery in self._store.undelivered(by=clock.now().timestamp()):
            taken = await post(client, self.webhook_url, delivery, self.webhook_secret)
            if taken or delivery.tries >= TRIES:
                self._store.settle(delivery.id)
            else:
                self._store.postpone(delivery.id, clock.now().timestamp() + pause_after(delivery.tries))


def create_app(desk: Desk) -> ASGIApp:
    """The server as an ASGI application."""
    assets = Assets(ROOT / "static")
    app = Litestar(
        route_handlers=[*api.routes, *pages.routes],
        state=State(
            {
                "desk": desk,
                "assets": assets,
                "templates": Templates(ROOT / "templates", assets, desk.address, lambda request: {}),
            }
        ),
        exception_handlers={HTTPException: pages.answer_missing, Exception: api.answer_crash},
        openapi_config=None,
        logging_config=None,
    )
    return LanguageLayer(app, "en")


class _Server(uvicorn.Server):
    """A web server that leaves signals to the shop's."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield
