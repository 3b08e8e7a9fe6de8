"""Paying an order: an attempt is written down, then Stripe is asked for a page, then its answer is written down.

No transaction is open while Stripe is asked. A crash between any two steps leaves an attempt whose id, as the
idempotency key, leads to the same page again.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import Database
from app.core.i18n import translator
from app.core.logs import log
from configurator.checkout.settling import settle
from configurator.orders.actions import move
from configurator.orders.models import Order, OrderLine
from configurator.orders.states import UNPAID, By, Payment, Work
from configurator.orders.wording import tax_words
from configurator.payments.actions import begin_attempt
from configurator.payments.gateway import Bill, Gateway, GatewayAway, GatewayRefusal, Item, PaymentPage, Unpayable
from configurator.payments.models import Attempt, AttemptState
from configurator.payments.queries import last_attempt
from configurator.specs.portrait import title_in

SHORTEST = timedelta(minutes=35)
"""A page that cannot be paid on for so long is not offered any more; Stripe makes none for less than 30 minutes."""


class Trouble(StrEnum):
    """Why there is no page to pay on."""

    AWAY = "away"
    REFUSED = "refused"
    PENDING = "pending"
    """The money is on its way already."""
    SETTLED = "settled"
    """The order is paid, or is not to be paid any more."""


async def attempt_for(session: AsyncSession, order: Order) -> Attempt | Trouble:
    """The attempt to go on with, of an order that is locked: the last one while its page is good, else a new one."""
    if order.work is not Work.PLACED or order.payment not in UNPAID:
        return Trouble.SETTLED
    last = await last_attempt(session, order.id)
    if last is not None and last.state is AttemptState.PENDING:
        return Trouble.PENDING
    if last is not None and last.state is AttemptState.OPEN and last.ends_at - clock.now() > SHORTEST:
        return last
    if order.payment is not Payment.OPEN:
        move(session, order, Payment.OPEN, By.CUSTOMER)
    return begin_attempt(session, order.id, order.total, order.currency, order.email)


async def page_for(database: Database, gateway: Gateway, attempt_id: str, base_url: str) -> str | Trouble:
    """The address where an attempt is paid, whose row is committed."""
    async with database.reading() as session:
        attempt = await session.get_one(Attempt, attempt_id)
        order = await session.get_one(Order, attempt.order_id)
        lines = await session.scalars(select(OrderLine).where(OrderLine.order_id == order.id).order_by("position"))
        bill = bill_of(attempt, order, list(lines), base_url)
    try:
        if attempt.page_id is None:
            page = await gateway.open_page(bill, attempt.id)
        else:
            page = await gateway.look_up(attempt.page_id)
    except GatewayAway as trouble:
        log.warning("the payment service is away", order=order.number, error=str(trouble))
        return Trouble.AWAY
    except (GatewayRefusal, Unpayable) as refusal:
        log.error("the payment service refuses", order=order.number, error=str(refusal))
        return Trouble.REFUSED
    return await _written_down(database, attempt_id, page, base_url)


async def _written_down(database: Database, attempt_id: str, page: PaymentPage, base_url: str) -> str | Trouble:
    async with database.writing() as session:
        await settle(session, page, base_url)
        attempt = await session.get_one(Attempt, attempt_id)
        order = await session.get_one(Order, attempt.order_id)
    if attempt.state is AttemptState.PENDING:
        return Trouble.PENDING
    # Nobody is led to a page whose order was taken back while it was opened: unseen, it runs out.
    return page.url if page.url and order.work is Work.PLACED else Trouble.SETTLED


def bill_of(attempt: Attempt, order: Order, lines: list[OrderLine], base_url: str) -> Bill:
    """The order as Stripe's page shows it: a line for each of its own, so that both add up to the same."""
    _ = translator(order.locale).gettext
    page = f"{base_url}/{order.locale}/orders/{order.number}"
    items = [Item(title_in(line.content["portrait"], order.locale), line.unit, line.quantity) for line in lines]
    if order.shipping:
        items.append(Item(_("Shipping"), order.shipping, 1))
    if order.tax_added and order.tax:
        items.append(Item(tax_words(order, order.locale), order.tax, 1))
    return Bill(
        attempt=attempt.id,
        order=str(order.number),
        currency=order.currency,
        items=tuple(items),
        email=attempt.email,
        locale=order.locale,
        success_url=f"{page}?from=payment",
        cancel_url=page,
        expires_at=attempt.ends_at,
    )
