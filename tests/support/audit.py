"""The audit: what a shop's own rows say of its money, held against the books of the payment server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from litestar import Litestar
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.database import Database
from app.core.outbox import Outgoing
from app.demo.payments.account import Entry
from configurator.orders.models import Order
from configurator.orders.states import MOVES, Payment, State, Work
from configurator.payments.models import Attempt, AttemptState, Refund
from configurator.payments.queries import LIVE

NOTHING = Entry("", 0, 0, {})


@dataclass(frozen=True)
class Ledger:
    """One order with all that is written down of its money."""

    order: Order
    attempts: list[Attempt]
    refunds: dict[str, Refund]
    """By attempt."""

    @property
    def kept(self) -> list[Attempt]:
        """The attempts whose money is neither owed nor given back."""
        return [each for each in self.attempts if each.state is AttemptState.PAID and each.id not in self.refunds]


async def ledgers_of(shop: Litestar) -> list[Ledger]:
    """Every order of the shop."""
    database: Database = shop.state.database
    async with database.reading() as session:
        whole = select(Order).options(selectinload(Order.lines), selectinload(Order.changes)).order_by(Order.id)
        orders = (await session.scalars(whole)).all()
        attempts = (await session.scalars(select(Attempt).order_by(Attempt.made_at))).all()
        refunds = {each.attempt_id: each for each in await session.scalars(select(Refund))}
    return [Ledger(order, [each for each in attempts if each.order_id == order.id], refunds) for order in orders]


async def waiting_in(shop: Litestar) -> list[Outgoing]:
    """What is still to leave the shop, or could not."""
    database: Database = shop.state.database
    async with database.reading() as session:
        return list(await session.scalars(select(Outgoing).where(Outgoing.done_at.is_(None))))


def audit(ledgers: Collection[Ledger], books: Mapping[str, Entry]) -> None:
    """What holds at every moment, whatever happened and whatever was not told yet."""
    told = {entry.metadata["attempt"]: (intent, entry) for intent, entry in books.items()}
    assert len(told) == len(books), "two payments of one attempt"
    assert told.keys() <= {attempt.id for ledger in ledgers for attempt in ledger.attempts}, "a payment of nobody"
    for ledger in ledgers:
        _sums_add_up(ledger.order)
        _histories_are_whole(ledger.order)
        _money_is_where_the_order_says(ledger)
        for attempt in ledger.attempts:
            _attempt_agrees(ledger, attempt, *told.get(attempt.id, (None, NOTHING)))


def audit_at_rest(ledgers: Collection[Ledger], books: Mapping[str, Entry]) -> None:
    """What holds once everything has been told and done."""
    audit(ledgers, books)
    paid = {attempt.id for each in ledgers for attempt in each.attempts if attempt.state is AttemptState.PAID}
    assert {entry.metadata["attempt"] for entry in books.values()} == paid, "paid and unknown"
    kept: dict[str, int] = defaultdict(int)
    for entry in books.values():
        kept[entry.currency] += entry.paid - entry.refunded
    for ledger in ledgers:
        order = ledger.order
        assert all(refund.done_at for refund in ledger.refunds.values()), "money that was owed and not given back"
        assert order.payment not in (Payment.OPEN, Payment.REFUND_DUE), "waited for in vain"
        assert not [attempt for attempt in ledger.attempts if attempt.state in LIVE], "a payment waited for in vain"
        kept[order.currency] -= order.total if order.payment is Payment.PAID else 0
    assert not any(kept.values()), f"the books differ from the orders: {dict(kept)}"


def _sums_add_up(order: Order) -> None:
    lines = sum(line.total for line in order.lines)
    assert order.total == lines + order.shipping + (order.tax if order.tax_added else 0)
    assert sum(line.tax for line in order.lines) <= order.tax
    for line in order.lines:
        assert sum(row["amount"] for row in line.content["prices"]) == line.unit


def _histories_are_whole(order: Order) -> None:
    now: dict[type[State], State] = {Payment: Payment.OPEN, Work: Work.PLACED}
    states: dict[str, State] = {state.value: state for kind in (Payment, Work) for state in kind}
    for change in order.changes:
        before, after = states[change.before], states[change.after]
        assert now[type(after)] is before, f"order {order.number} went from {before}, but was {now[type(after)]}"
        assert after in MOVES[before], f"order {order.number} went from {before} to {after}"
        now[type(after)] = after
    assert now == {Payment: order.payment, Work: order.work}, "a move without a row"


def _money_is_where_the_order_says(ledger: Ledger) -> None:
    order, kept = ledger.order, ledger.kept
    assert [each.received for each in kept] == ([order.total] if order.payment is Payment.PAID else [])
    if order.work not in (Work.PLACED, Work.CANCELLED, Work.DECLINED):
        assert order.payment is Payment.PAID, "nothing is reviewed or made that is not paid"
    if order.work in (Work.CANCELLED, Work.DECLINED):
        assert order.payment is not Payment.PAID, "what is not made is not kept paid"


def _attempt_agrees(ledger: Ledger, attempt: Attempt, intent: str | None, entry: Entry) -> None:
    refund = ledger.refunds.get(attempt.id)
    if entry is not NOTHING:
        assert (entry.paid, entry.currency) == (ledger.order.total, ledger.order.currency)
        assert entry.metadata["order"] == str(ledger.order.number)
    if attempt.state is AttemptState.PAID:
        assert (attempt.payment_intent, attempt.received) == (intent, entry.paid), "noted as paid, and is not"
    owed = refund.amount if refund else 0
    assert owed in (0, attempt.received), "all of it goes back, or nothing"
    assert entry.refunded in (0, owed), "money went back that was not owed"
    if refund is not None and refund.done_at:
        assert entry.refunded == owed, "noted as given back, and is not"
