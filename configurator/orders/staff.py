"""The desk of those who review orders and make what was ordered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Person, Role, Visitor
from app.core.forms import redirect, sent_form
from app.core.i18n import N_
from app.core.language import locale_of, translator_of
from app.core.outbox import send_again
from app.core.rendering import render
from app.core.settings import Settings
from configurator.build.view import Notice
from configurator.orders import mail
from configurator.orders.actions import ask, give_back, move, take
from configurator.orders.models import Order
from configurator.orders.pages import LONGEST_MESSAGE
from configurator.orders.queries import order_of_number
from configurator.orders.staff_queries import counts, dossier_of, late_count, stretch_of
from configurator.orders.staff_queue import QUEUE, number_in, queue_page_of, sieve_in
from configurator.orders.staff_view import Typed, impossible, next_step, overtaken, staff_order_of
from configurator.orders.states import By, Impossible, Payment, Work
from configurator.orders.wording import about
from configurator.payments.actions import REFUND

Asker = Request[Any, Any, Any]
READABLE = N_("Write what the customer is to read, in at most {n} characters.")
Deed = Callable[[Order, Typed], Awaitable[None]]


class Unsaid(Exception):
    """What is written in a `field` cannot be kept: too long, no text, or missing where the customer is to read it."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


@get(QUEUE, include_in_schema=False)
async def queue(
    request: Asker, staff: NamedDependency[Person], session: NamedDependency[AsyncSession]
) -> Response[str]:
    """Orders by state, oldest first; those to review unless others are asked for."""
    query = request.query_params
    sieve = sieve_in(query)
    after, before = number_in(query.get("after", "")), number_in(query.get("before", ""))
    stretch = await stretch_of(session, sieve, locale_of(request), after, before)
    page = queue_page_of(request, sieve, await counts(session), await late_count(session), stretch)
    return render(request, "configurator/orders/staff_queue.html", page=page)


@get("/staff/orders/{number:int}", include_in_schema=False)
async def staff_order(
    request: Asker,
    number: FromPath[int],
    staff: NamedDependency[Person],
    visitor: NamedDependency[Visitor],
    session: NamedDependency[AsyncSession],
) -> Response[str]:
    """All that is needed to decide on an order and to make it."""
    return await _shown(request, session, staff, number, Role.REVIEWER in visitor.roles)


@post("/staff/orders/{number:int}/review", include_in_schema=False)
async def review(
    request: Asker, number: FromPath[int], reviewer: NamedDependency[Person], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """Look at an order from now on, and let colleagues know."""

    async def deed(order: Order, typed: Typed) -> None:
        if order.reviewer_id != reviewer.id:
            take(order, reviewer)

    return await act(request, session, reviewer, number, deed)


@post("/staff/orders/{number:int}/approval", include_in_schema=False)
async def approve(
    request: Asker,
    number: FromPath[int],
    reviewer: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Have it made as it was ordered."""

    async def deed(order: Order, typed: Typed) -> None:
        move(session, order, Work.APPROVED, By.STAFF, reviewer)
        await mail.approve(session, order, settings.base_url)

    return await act(request, session, reviewer, number, deed)


@post("/staff/orders/{number:int}/question", include_in_schema=False)
async def question(
    request: Asker,
    number: FromPath[int],
    reviewer: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Ask the customer something; the order waits for the answer."""

    async def deed(order: Order, typed: Typed) -> None:
        text = said("question", typed.question)
        ask(session, order, reviewer, text)
        await mail.ask(session, order, text, settings.base_url)

    return await act(request, session, reviewer, number, deed)


@post("/staff/orders/{number:int}/decline", include_in_schema=False)
async def decline(
    request: Asker,
    number: FromPath[int],
    reviewer: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Do not make it, for a reason that the customer reads; what was paid goes back."""

    async def deed(order: Order, typed: Typed) -> None:
        why = said("reason", typed.reason)
        move(session, order, Work.DECLINED, By.STAFF, reviewer, why)
        await give_back(session, order, "declined")
        await mail.decline(session, order, why, settings.base_url)

    return await act(request, session, reviewer, number, deed)


@post("/staff/orders/{number:int}/progress", include_in_schema=False)
async def progress(
    request: Asker,
    number: FromPath[int],
    reviewer: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """One step further through the workshop and on to the customer."""

    async def deed(order: Order, typed: Typed) -> None:
        following = next_step(order.work) or order.work  # where nothing follows, the table of moves refuses
        move(session, order, following, By.STAFF, reviewer)
        if following is Work.DISPATCHED:
            await mail.dispatch(session, order, settings.base_url)

    return await act(request, session, reviewer, number, deed)


@post("/staff/orders/{number:int}/refund", include_in_schema=False)
async def refund_again(
    request: Asker, number: FromPath[int], reviewer: NamedDependency[Person], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """Try once more to send money back, where that has failed."""

    async def deed(order: Order, typed: Typed) -> None:
        if not await send_again(session, about(order), REFUND):
            raise Impossible(order.payment, Payment.REFUNDED)

    return await act(request, session, reviewer, number, deed)


async def act(request: Asker, session: AsyncSession, reviewer: Person, number: int, deed: Deed) -> Response[Any]:
    """Do it, or show the order as it is now, with what was typed: nobody acts on what they have not seen."""
    form, texts = await sent_form(request), translator_of(request)
    order = await order_of_number(session, number, lock=True)
    if order is None:
        raise NotFoundException
    question, reason, note = (_clean(form.get(name, "")) for name in ("question", "reason", "note"))
    typed = Typed(question, reason, note)
    again = partial(_shown, request, session, reviewer, number, True)
    if form.get("turn") != str(order.turn):
        seen = number_in(form.get("seen", ""))
        return await again(typed, 409, lambda order: overtaken(order, reviewer, seen, texts))
    try:
        await deed(order, typed)
    except Unsaid as gap:
        wanted = N_("At most {n} characters, please.") if gap.field == "note" else READABLE
        errors = {gap.field: texts.gettext(wanted, n=LONGEST_MESSAGE)}
        return await again(replace(typed, errors=errors), 422)
    except Impossible:
        return await again(typed, 409, lambda order: impossible(order, texts))
    return redirect(request, f"{QUEUE}/{number}")


async def _shown(
    request: Asker,
    session: AsyncSession,
    reader: Person,
    number: int,
    may_act: bool,
    typed: Typed | None = None,
    status: int = 200,
    told: Callable[[Order], Notice] | None = None,
) -> Response[str]:
    """The order's page; `told` is what has to be said of it first."""
    dossier = await dossier_of(session, number)
    if dossier is None:
        raise NotFoundException
    notices = [told(dossier.order)] if told else []
    page = staff_order_of(request, dossier, reader, may_act, notices, typed)
    return render(request, "configurator/orders/staff_order.html", status=status, page=page)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def said(name: str, text: str) -> str:
    """What the customer is to read. Raises `Unsaid` where that is nothing, too much or no text."""
    if not text or len(text) > LONGEST_MESSAGE or "\0" in text:
        raise Unsaid(name)
    return text


def noted(name: str, text: str) -> str:
    """What staff write for themselves, which may be nothing. Raises `Unsaid` where it is too much or no text."""
    return said(name, text) if text else ""


routes = [queue, staff_order, review, approve, question, decline, progress, refund_again]
