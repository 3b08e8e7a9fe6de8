"""What happens to an order. Every change is a row; a move that the table does not allow raises `Impossible`."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Person
from app.core import clock
from app.core.mail import KIND as MAIL
from app.core.outbox import forget_failures
from configurator.orders import mail
from configurator.orders.models import Change, Message, Order
from configurator.orders.states import By, Impossible, Payment, State, Work, check_move
from configurator.orders.wording import about
from configurator.payments.actions import owe_refund
from configurator.payments.models import Invoice
from configurator.payments.queries import paid_attempt


def move(
    session: AsyncSession, order: Order, after: State, by: By, person: Person | None = None, why: str = ""
) -> None:
    """Take the order to another state of its payment or of its work."""
    before: State = order.payment if isinstance(after, Payment) else order.work
    check_move(before, after)
    if isinstance(after, Payment):
        order.payment = after
    else:
        order.work = after
    order.turn += 1
    session.add(
        Change(
            order_id=order.id,
            before=before,
            after=after,
            at=clock.now(),
            by=by,
            person_id=person.id if person else None,
            why=why,
        )
    )


def say(session: AsyncSession, order: Order, text: str, by: By, person: Person | None = None) -> None:
    """Add a message to the order's thread."""
    order.turn += 1
    person_id = person.id if person else None
    session.add(Message(order_id=order.id, by=by, person_id=person_id, text=text, at=clock.now()))


def ask(session: AsyncSession, order: Order, reviewer: Person, question: str) -> None:
    """Ask the customer something; the order waits for the answer."""
    move(session, order, Work.WAITING, By.STAFF, reviewer)
    say(session, order, question, By.STAFF, reviewer)


def answer(session: AsyncSession, order: Order, customer: Person | None, text: str) -> None:
    """The customer's answer, which brings the order back to the reviewers; to no question there is none."""
    if order.work is not Work.WAITING:
        raise Impossible(order.work, Work.IN_REVIEW)
    move(session, order, Work.IN_REVIEW, By.CUSTOMER, customer)
    say(session, order, text, By.CUSTOMER, customer)


async def give_back(session: AsyncSession, order: Order, why: str) -> None:
    """Owe back what was paid for an order that will not be made; nothing where nothing was paid.

    What was paid by card goes back by itself, what was paid by invoice by somebody's hand.
    """
    if order.payment is not Payment.PAID:
        return
    attempt = await paid_attempt(session, order.id)
    if attempt is not None:
        move(session, order, Payment.REFUND_DUE, By.PAYMENTS, why=why)
        await owe_refund(session, attempt, why)
    elif await session.get(Invoice, order.id) is not None:
        move(session, order, Payment.REFUND_DUE, By.STAFF, why=why)


async def correct_email(session: AsyncSession, order: Order, email: str, base_url: str) -> None:
    """Write to another address from now on; if mail came back, how things stand is written there."""
    order.email = email
    order.turn += 1
    if await forget_failures(session, about(order), MAIL):
        await mail.tell_state(session, order, base_url)


def take(order: Order, reviewer: Person) -> None:
    """Note who reviews the order, so that others are told."""
    order.reviewer_id = reviewer.id
    order.reviewed_since = clock.now()
    order.turn += 1
