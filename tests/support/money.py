"""A shop whose process may end at any step, the people who pay there, the time that passes, and the audit of it all."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import httpx
import time_machine
from litestar import Litestar
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Role
from app.core.formats import format_money
from app.core.mail import KIND as MAIL
from app.core.outbox import Outgoing, Relay
from app.core.settings import Settings
from app.demo.payments.account import Means
from app.demo.payments.webhooks import Webhook
from configurator.cart.models import Cart, CartLine
from configurator.checkout.jobs import Payments as PaymentJobs
from configurator.payments.actions import REFUND
from configurator.payments.gateway import Gateway
from tests.support.apps import SHOP, furnished
from tests.support.audit import Ledger, audit, audit_at_rest, ledgers_of, waiting_in
from tests.support.mail import deliver_due
from tests.support.orders import ANNA, put_in_cart, signed_in
from tests.support.pages import Page
from tests.support.payments import WEBHOOK, Payments
from tests.support.visitors import BROWSER, Visitor, visitor_of

T = TypeVar("T")

DAY_ONE = datetime(2026, 3, 2, 9, tzinfo=UTC)
NEARLY_OVER = timedelta(hours=22, minutes=30)
"""After that a payment page can still be paid on, and is offered no more."""
CALLS = ("open_page", "look_up", "has_failed", "expire", "refund")


@dataclass(frozen=True)
class Market:
    """A product in one of its regions, and somebody who lives there."""

    address: str
    told: dict[str, str]
    country: str


BIKE = Market("/build/ebike?c=frame.split", {"inseam": "97.5", "rider": "113"}, "EE")
STOOL_IN_YEN = Market("/build/stool?region=jp&c=wood.oak", {"inseam": "", "weight": "131", "name": "Анна"}, "JP")
STOOL_IN_DOLLARS = Market("/build/stool?region=us&c=wood.maple", {"inseam": "", "weight": "104.5"}, "US")


class Died(BaseException):  # no handler of the shop's may catch it, as none catches the end of its process
    """The process ended, just there."""


class Fuse:
    """Ends the process at one of its steps. Steps are the edges of transactions that write and of calls to Stripe."""

    def __init__(self) -> None:
        self.left: int | None = None
        """How many steps are still made; no end is in sight while it is None."""

    def step(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            raise Died

    def attach(self, shop: Litestar) -> None:
        """Let all that the shop does from now on burn the fuse."""
        database, gateway = shop.state.database, shop.state.gateway
        database.writing = partial(self._transaction, database.writing)
        for name in CALLS:
            setattr(gateway, name, partial(self._call, getattr(gateway, name)))

    @asynccontextmanager
    async def _transaction(
        self, writing: Callable[[], AbstractAsyncContextManager[AsyncSession]]
    ) -> AsyncIterator[AsyncSession]:
        self.step()
        async with writing() as session:
            yield session
            self.step()
        self.step()

    async def _call(self, call: Callable[..., Awaitable[T]], *asked: object) -> T:
        self.step()
        answer = await call(*asked)
        self.step()
        return answer


@dataclass(frozen=True)
class Tab:
    """The page with "Order and pay", as it was opened once."""

    form: dict[str, str]
    total: str


class World:
    """The shop, Anna who buys, Irina who reviews, the payment server, and the clock."""

    def __init__(self, folder: Path, payments: Payments, clock: time_machine.Traveller, market: Market) -> None:
        self.payments = payments
        self.market = market
        self.fuse = Fuse()
        self.pages: list[str] = []
        """Payment pages that Anna has seen."""
        self.letters: dict[str, dict[str, Any]] = {}
        """Mail that left, by its id."""
        self._settings = payments.settings(Settings.from_env({"ATELIER_BASE_URL": SHOP, "ATELIER_DATA": str(folder)}))
        self._clock = clock
        self._agreed: dict[str, set[str]] = defaultdict(set)
        """Totals that were agreed to, by cart."""
        self._confirmed: set[str] = set()
        """Carts of which Anna was told that they are ordered."""

    async def begin(self) -> None:
        """Open for the first time, with one thing in Anna's cart."""
        self._browser = httpx.AsyncClient()
        self._open()
        self.anna = visitor_of(self.shop)
        self.irina = await signed_in(lambda: visitor_of(self.shop), "irina@example.org", Role.REVIEWER)
        await put_in_cart(self.anna, self.market.address, **self.market.told)
        async with self.shop.state.database.reading() as session:
            line = await session.scalar(select(CartLine))
            await session.refresh(line, ["spec"])
            self._spec = line.spec.code

    async def end(self) -> None:
        """Close for good."""
        await self._close()
        for visitor in (self.anna, self.irina):
            await visitor.client.aclose()
        await self._browser.aclose()

    def _open(self) -> None:
        self.shop = furnished(self._settings)
        gateway: Gateway = self.shop.state.gateway
        gateway._wire.sleep_async = lambda seconds: asyncio.sleep(0)  # what waits for a second try is the test
        self.fuse.attach(self.shop)
        jobs = PaymentJobs(self.shop.state.database, gateway, SHOP)
        self.ask_after_the_silent = jobs.ask_after_the_silent
        self._relay = Relay(self.shop.state.database, {REFUND: jobs.pay_back, MAIL: self._take_letter})

    async def _close(self) -> None:
        await self.shop.state.gateway.close()
        await self.shop.state.database.close()

    async def survive(self, deed: Awaitable[T]) -> T | None:
        """Do it; where the process ends over it, start another one on what is written down."""
        try:
            return await deed
        except (Died, BaseExceptionGroup) as end:
            # What a request depends on is made side by side, and what ends there comes in a group.
            if isinstance(end, BaseExceptionGroup) and end.split(Died)[1] is not None:
                raise
            await self._restart()
            return None

    async def _restart(self) -> None:
        self.fuse.left = None
        await self._close()
        self._open()
        self.anna, self.irina = [await self._moved(visitor) for visitor in (self.anna, self.irina)]

    async def _moved(self, before: Visitor) -> Visitor:
        """The same browser at the new process."""
        visitor = visitor_of(self.shop)
        visitor.client.cookies = before.client.cookies
        await before.client.aclose()
        return visitor

    async def post(self, visitor: Visitor, path: str, **form: str) -> httpx.Response:
        """Send a form. No answer is ever a crash."""
        answer = await visitor.client.post(path, data=form, headers=BROWSER)
        assert answer.status_code < 500, f"{path} answers {answer.status_code}"
        return answer

    async def fill_cart(self, quantity: int) -> None:
        """Put the thing into the cart, so many pieces of it, and type where it goes."""
        await self.post(self.anna, "/cart/specs", spec=self._spec)
        async with self.shop.state.database.reading() as session:
            line = await session.scalar(select(CartLine.id).join(Cart).where(Cart.ordered_at.is_(None)))
        if line is not None:
            await self.post(self.anna, f"/cart/lines/{line}/quantity", quantity=str(quantity))
            await self.post(self.anna, "/checkout", **{**ANNA, "country": self.market.country})

    async def open_tab(self) -> Tab | None:
        """Go to the last page before ordering, if there is something to order."""
        answer = await self.anna.client.get("/checkout/check", headers=BROWSER)
        if answer.status_code == 303:
            return None
        return tab_of(answer)

    async def press(self, tab: Tab, times: int = 1) -> list[httpx.Response]:
        """Press "Order and pay", so many times at once; the answers that came."""
        self._agreed[tab.form["cart"]].add(tab.total)
        presses = [self.post(self.anna, "/orders", **tab.form) for _ in range(times)]
        answers = await self._all_that_came(presses)
        for answer in answers:
            to = answer.headers.get("location", "")
            if "/orders/" in to or to.startswith(self.payments.address):
                self._confirmed.add(tab.form["cart"])
            await self._follow(to, tab.total)
        return answers

    async def _all_that_came(self, deeds: Sequence[Awaitable[T]]) -> list[T]:
        """Do it all at once; what dies takes nobody along, as other processes go on."""
        done = await asyncio.gather(*deeds, return_exceptions=True)
        if any(isinstance(each, Died) for each in done):
            await self._restart()
        for each in done:
            if isinstance(each, BaseException) and not isinstance(each, Died):
                raise each
        return [each for each in done if not isinstance(each, BaseException)]

    async def _follow(self, to: str, total: str) -> None:
        if not to.startswith(self.payments.address):
            return
        page = Page(await self._browser.get(to))
        assert total in page.words, f"{total} was agreed to, and the payment page says {page.words}"
        if to not in self.pages:
            self.pages.append(to)

    async def pay_later(self, ledger: Ledger) -> None:
        """Go from the order's page to the one on which it is paid."""
        answer = await self.post(self.anna, f"/orders/{ledger.order.number}/payments")
        await self._follow(answer.headers["location"], written(ledger))

    async def use(self, url: str, means: Means) -> httpx.Response:
        """Press a button of a payment page, which may be closed."""
        return await self._browser.post(f"{url}/payments", data={"means": means})

    async def cancel(self, ledger: Ledger) -> None:
        """Take the order back."""
        await self.post(self.anna, f"/orders/{ledger.order.number}/cancellation")

    async def answer(self, ledger: Ledger) -> None:
        """Answer what the staff asked, or did not ask."""
        await self.post(self.anna, f"/orders/{ledger.order.number}/answers", text="In pine, please.")

    async def correct_email(self, ledger: Ledger) -> None:
        """Have our mail about the order go elsewhere."""
        await self.post(self.anna, f"/orders/{ledger.order.number}/email", email="bella@example.org")

    async def review(self, ledger: Ledger, deed: str) -> None:
        """Do one of the reviewers' deeds, allowed or not."""
        turn = str(ledger.order.turn)
        said = {"question": "Which colour?", "reason": "The paint is out."}
        await self.post(self.irina, f"/staff/orders/{ledger.order.number}/{deed}", turn=turn, **said)

    async def deliver(self, webhooks: Iterable[Webhook], times: int = 1) -> None:
        """Bring events to the shop, so many times each, all at once."""
        sent = [self._bring(webhook) for webhook in webhooks for _ in range(times)]
        await self._all_that_came(sent)

    async def _bring(self, webhook: Webhook) -> None:
        answer = await self._stranger().post(WEBHOOK, content=webhook.body, headers=webhook.headers)
        assert answer.status_code == 200, f"the webhook answers {answer.status_code}"
        self.payments.server.settle(webhook)

    def _stranger(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.shop, raise_app_exceptions=False), base_url=SHOP)

    async def work(self) -> None:
        """What the worker does in a minute."""
        await deliver_due(self._relay)
        await self.ask_after_the_silent()

    async def _take_letter(self, row: Outgoing) -> None:
        self.letters[row.id] = dict(row.payload)

    def wait(self, time: timedelta) -> None:
        """Let time pass, here and at the payment server, which forgets keys after a day."""
        self._clock.shift(time)
        if time >= timedelta(days=1):
            self.payments.server.forget_keys()
        self.payments.server.pass_time(0)

    async def come_to_rest(self) -> None:
        """Deliver what was not lost and let the worker work, until nothing is left to do."""
        self.fuse.left = None
        for hours in (0, *[1.1] * 8, 25, *[1.1] * 3):
            self.wait(timedelta(hours=hours))
            await self.deliver(self.payments.pending())
            await self.work()
        assert not self.payments.pending()
        assert not [(row.kind, row.error) for row in await waiting_in(self.shop)]

    async def check(self) -> list[Ledger]:
        """Audit the shop as it is at the moment."""
        ledgers = await ledgers_of(self.shop)
        audit(ledgers, self.payments.server.books())
        ordered = {str(each.order.cart_id) for each in ledgers}
        assert self._confirmed <= ordered, "an order is lost"
        for each in ledgers:
            assert written(each) in self._agreed[str(each.order.cart_id)], "ordered at a total that nobody agreed to"
        return ledgers

    async def check_at_rest(self) -> None:
        """Audit the shop once everything has settled."""
        ledgers = await self.check()
        audit_at_rest(ledgers, self.payments.server.books())
        for each in ledgers:
            self._check_letters(each)

    def _check_letters(self, ledger: Ledger) -> None:
        reviewed = [
            change for change in ledger.order.changes if change.before == "placed" and change.after == "in_review"
        ]
        subject = f"Your order {ledger.order.number}"
        confirmed = [letter for letter in self.letters.values() if letter["subject"] == subject]
        assert len(confirmed) == len(reviewed), f"{len(confirmed)} confirmations of one order"
        for letter in confirmed:
            assert written(ledger) in letter["text"]
        returned = [
            each
            for each in self.letters.values()
            if each["subject"].endswith(f"refund for order {ledger.order.number}")
        ]
        assert len(returned) == len([each for each in ledger.attempts if each.id in ledger.refunds])


def tab_of(answer: httpx.Response) -> Tab:
    """The page with "Order and pay" in an answer."""
    page = Page(answer)
    return Tab({name: page.field(name)["value"] for name in ("cart", "seal")}, page.part("total").words)


def written(ledger: Ledger) -> str:
    """An order's total as pages show it."""
    return " ".join(format_money(ledger.order.total, ledger.order.currency, "en").split())
