"""An order's page for its customer, and what they can do there."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import NoAddress, Visitor, read_email
from app.core.forms import redirect, sent_form
from app.core.language import translator_of
from app.core.outbox import failures
from app.core.rendering import render
from app.core.settings import Settings
from configurator.orders.actions import answer, correct_email
from configurator.orders.queries import opened_order, whole_order
from configurator.orders.states import Impossible, Payment
from configurator.orders.view import Kept, order_page_of
from configurator.orders.wording import about
from configurator.payments.queries import last_attempt

TEMPLATE = "configurator/orders/page.html"
LONGEST_MESSAGE = 2000
PATIENCE = {"Refresh": "3"}
"""The page asks again by itself while the payment service has said nothing yet."""

Asker = Request[Any, Any, Any]


@get("/orders/{number:int}", include_in_schema=False)
async def order_page(
    request: Asker, number: FromPath[int], session: NamedDependency[AsyncSession], visitor: NamedDependency[Visitor]
) -> Response[str]:
    """How an order stands, what it is, and what comes next."""
    query = request.query_params
    asked = "payment" if query.get("from") == "payment" else query.get("payment", "")
    return await shown(request, session, visitor, number, asked)


@post("/orders/{number:int}/answers", include_in_schema=False)
async def answer_question(
    request: Asker, number: FromPath[int], session: NamedDependency[AsyncSession], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """The customer's answer to a question of ours."""
    order = await opened_order(session, visitor, number, lock=True)
    if order is None:
        raise NotFoundException
    _ = translator_of(request).gettext
    text = (await sent_form(request)).get("text", "").replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST_MESSAGE or "\0" in text:
        error = _("Please write an answer of at most {n} characters.", n=LONGEST_MESSAGE)
        return await shown(request, session, visitor, number, status=422, kept=Kept(text=text, text_error=error))
    try:
        answer(session, order, visitor.person, text)
    except Impossible:
        error = _("Your order has gone on meanwhile, so it waits for no answer any more.")
        return await shown(request, session, visitor, number, status=409, kept=Kept(text=text, text_error=error))
    return redirect(request, f"/orders/{number}#messages")


@post("/orders/{number:int}/email", include_in_schema=False)
async def change_email(
    request: Asker,
    number: FromPath[int],
    session: NamedDependency[AsyncSession],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Another address for our mail about the order, to which what came back is written again."""
    order = await opened_order(session, visitor, number, lock=True)
    if order is None:
        raise NotFoundException
    typed = (await sent_form(request)).get("email", "")
    try:
        await correct_email(session, order, read_email(typed), settings.base_url)
    except NoAddress:
        error = translator_of(request).gettext("This does not look like an e-mail address: name@example.org")
        return await shown(request, session, visitor, number, status=422, kept=Kept(email=typed, email_error=error))
    return redirect(request, f"/orders/{number}")


async def shown(
    request: Asker,
    session: AsyncSession,
    visitor: Visitor,
    number: int,
    asked: str = "",
    *,
    status: int = 200,
    kept: Kept | None = None,
) -> Response[str]:
    """The order's page; `asked` is what else it has to say, `kept` what could not be taken of its forms."""
    order = await whole_order(session, number)
    if order is None or not await visitor.may_open(session, order, f"/orders/{number}"):
        raise NotFoundException
    attempt = await last_attempt(session, order.id) if order.payment is not Payment.PAID else None
    unsent = await failures(session, about(order))
    page = order_page_of(request, order, attempt, unsent, asked, kept or Kept(email=order.email))
    return render(request, TEMPLATE, status=status, headers=PATIENCE if page.waits else None, page=page)


routes = [order_page, answer_question, change_email]
