"""What stays of an order whose customer was erased: what the books need, for as long as the law asks for it.

An order that still goes on keeps what is needed to make and deliver it; once it is closed it is reduced.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, String, and_, cast, delete, exists, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import forget_keys
from app.core import clock
from app.core.database import Database
from app.core.outbox import Outgoing
from configurator.orders.actions import move
from configurator.orders.models import Change, Content, Delivery, Message, Order, OrderLine, PriceRow
from configurator.orders.states import UNPAID, By, Payment, Work
from configurator.orders.wording import about
from configurator.payments.models import Attempt, Invoice, Refund
from configurator.payments.queries import LIVE
from configurator.specs.models import Snapshot
from configurator.specs.portrait import Drawing, Portrait

YEARS = 10
CLOSED = (Work.DELIVERED, Work.DECLINED, Work.CANCELLED)
"""Where the work on an order ends."""
ABOUT = literal("order:").concat(cast(Order.id, String))
"""`about` as the database says it."""
NOWHERE = Delivery(name="", street="", more="", postcode="", city="", country="")


def kept_until(order: Order) -> date:
    """The last day on which the books need it: the end of the tenth year after it was placed."""
    return date(order.placed_at.year + YEARS, 12, 31)


async def restrict(session: AsyncSession, order: Order) -> None:
    """From now on it is nobody's, and kept for the books alone. What was never paid is taken back."""
    if order.work is Work.PLACED and order.payment in UNPAID:
        move(session, order, Work.CANCELLED, By.CUSTOMER)
    order.person_id = order.guest = None
    order.cart_id = -order.id  # its cart is removed, and a database may give the number out again
    order.restricted_at = clock.now()
    order.turn += 1
    await session.flush()
    if await session.scalar(select(exists().where(Order.id == order.id, _is_closed()))):
        await _reduce(session, order)


async def reduce_closed(database: Database) -> None:
    """Reduce the restricted orders that went on when their customer was erased, and are closed now."""
    async with database.writing() as session:
        waiting = select(Order).where(Order.restricted_at.is_not(None), Order.email != "", _is_closed())
        for order in (await session.scalars(waiting.with_for_update())).all():
            await _reduce(session, order)


async def forget_old_orders(database: Database) -> None:
    """Remove what the books need no more, of orders that are on nobody's account."""
    first_kept = clock.now().replace(year=clock.now().year - YEARS, month=1, day=1, hour=0, minute=0, second=0)
    old = select(Order.id).where(Order.person_id.is_(None), Order.placed_at < first_kept.replace(microsecond=0))
    attempts = select(Attempt.id).where(Attempt.order_id.in_(old))
    async with database.writing() as session:
        await session.execute(delete(Refund).where(Refund.attempt_id.in_(attempts)))
        for table in (Attempt, Invoice, Message, Change, OrderLine):
            await session.execute(delete(table).where(table.order_id.in_(old)))
        await session.execute(delete(Order).where(Order.id.in_(old)))


def was_paid() -> ColumnElement[bool]:
    """Whether any money came in for an order, which may have gone back since."""
    by_card = exists().where(Attempt.order_id == Order.id, Attempt.received > 0)
    return or_(by_card, exists().where(Invoice.order_id == Order.id, Invoice.received > 0))


def _is_closed() -> ColumnElement[bool]:
    """Nothing more will happen to it: no work, no money on its way, no letter."""
    live = exists().where(Attempt.order_id == Order.id, Attempt.state.in_(LIVE))
    owed = exists().where(Refund.attempt_id == Attempt.id, Attempt.order_id == Order.id, Refund.done_at.is_(None))
    untold = exists().where(Outgoing.about == ABOUT, Outgoing.done_at.is_(None), Outgoing.failed_at.is_(None))
    return and_(Order.work.in_(CLOSED), Order.payment != Payment.REFUND_DUE, ~live, ~owed, ~untold)


async def _reduce(session: AsyncSession, order: Order) -> None:
    """Leave number, dates, amounts, taxes, titles, and of what was paid, to whom it went."""
    lines = await session.scalars(select(OrderLine).where(OrderLine.order_id == order.id))
    for line in lines:
        line.spec_code, line.content = "", _reduced(line)
    if not await session.scalar(select(exists().where(Order.id == order.id, was_paid()))):
        order.delivery = NOWHERE
    order.email = order.seal = order.note = ""
    order.reviewer_id = order.reviewed_since = None
    await session.execute(update(Change).where(Change.order_id == order.id).values(why=""))
    await session.execute(update(Attempt).where(Attempt.order_id == order.id).values(email=""))
    await session.execute(delete(Message).where(Message.order_id == order.id))
    await session.execute(delete(Outgoing).where(Outgoing.about == about(order)))
    await forget_keys(session, select(literal(f"/orders/{order.number}")))


def _reduced(line: OrderLine) -> Content:
    title = line.content["portrait"]["title"]
    return Content(
        portrait=Portrait(title=title, summary={}, picture=Drawing(template="", parts={}, alt={}), answers=[]),
        drawn={},
        prices=[PriceRow(label=title, amount=line.unit)],
        snapshot=Snapshot(options={}, numbers={}, texts=[]),
        personal={},
        kept=[],
    )
