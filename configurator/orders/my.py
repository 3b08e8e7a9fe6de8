"""The orders of whoever asks, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Visitor
from app.core.formats import format_date, format_money
from app.core.language import link, locale_of, translator_of
from app.core.rendering import render
from configurator.orders.models import Order
from configurator.orders.queries import PAGE, orders_of
from configurator.orders.states import Work
from configurator.orders.view import drawing_in, next_words
from configurator.orders.wording import state_words
from configurator.specs.portrait import title_in

Asker = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """An order in the list; `more` tells of the lines that follow the first."""

    number: int
    href: str
    picture: Markup
    title: str
    more: str
    state: str
    next: str
    total: str
    placed: str


@dataclass(frozen=True, slots=True)
class MyOrders:
    """What `templates/configurator/orders/my.html` shows."""

    title: str
    entries: tuple[Entry, ...]
    guest: bool
    first: bool
    """Whether it is the page of the newest ones."""
    older_href: str


@get("/my/orders", include_in_schema=False)
async def my_orders(
    request: Asker, visitor: NamedDependency[Visitor], session: NamedDependency[AsyncSession]
) -> Response[str]:
    """All that the visitor has ordered."""
    before = request.query_params.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else 0
    page = _my_orders(request, visitor, await orders_of(session, visitor, number), not number)
    return render(request, "configurator/orders/my.html", page=page)


def _my_orders(request: Asker, visitor: Visitor, found: Sequence[Order], first: bool) -> MyOrders:
    shown = found[:PAGE]
    return MyOrders(
        translator_of(request).gettext("Your orders"),
        tuple(_entry(request, order) for order in shown),
        visitor.person is None,
        first,
        link(request, f"/my/orders?before={shown[-1].number}") if len(found) > PAGE else "",
    )


def _entry(request: Asker, order: Order) -> Entry:
    texts, locale = translator_of(request), locale_of(request)
    line, others = order.lines[0], len(order.lines) - 1
    return Entry(
        order.number,
        link(request, f"/orders/{order.number}"),
        drawing_in(line.content, locale),
        title_in(line.content["portrait"], locale),
        texts.ngettext("and {n} more", "and {n} more", others) if others else "",
        state_words(order.payment if order.work is Work.PLACED else order.work, locale),
        next_words(order, texts),
        format_money(order.total, order.currency, locale),
        format_date(order.placed_at.date(), locale),
    )


routes = [my_orders]
