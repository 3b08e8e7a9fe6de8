"""The invoice of an order, as a page to print or to keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Visitor
from app.core.formats import format_date, format_money
from app.core.language import link, locale_of, translator_of
from app.core.rendering import render
from configurator.orders.models import Order, OrderLine
from configurator.orders.queries import whole_order
from configurator.orders.states import UNPAID, Work
from configurator.orders.view import sums_of
from configurator.orders.wording import address_of, reference_words, state_words, tax_words
from configurator.payments.models import Invoice
from configurator.specs.codes import written
from configurator.specs.portrait import title_in

Asker = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """A line of the order, with the tax that is in it or comes on top."""

    title: str
    code: str
    quantity: int
    unit: str
    tax: str
    total: str


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """What `templates/configurator/orders/invoice.html` shows; `stamp` says that it is not to be paid, and why."""

    title: str
    order_href: str
    day: str
    due: str
    stamp: str
    seller: tuple[str, ...]
    bank: tuple[str, ...]
    buyer: tuple[str, ...]
    reference: str
    lines: tuple[InvoiceLine, ...]
    sums: tuple[tuple[str, str], ...]
    total: str
    tax: tuple[str, str] | None


@get("/orders/{number:int}/invoice", include_in_schema=False)
async def invoice_page(
    request: Asker, number: FromPath[int], session: NamedDependency[AsyncSession], visitor: NamedDependency[Visitor]
) -> Response[str]:
    """The invoice, for whom may see the order."""
    order = await whole_order(session, number)
    if order is None or order.invoice is None or not await visitor.may_open(session, order, f"/orders/{number}"):
        raise NotFoundException
    page = _page_of(request, order, order.invoice)
    return render(request, "configurator/orders/invoice.html", page=page)


def _page_of(request: Asker, order: Order, invoice: Invoice) -> InvoicePage:
    _, locale = translator_of(request).gettext, locale_of(request)
    tax = (tax_words(order, locale), _money(order, order.tax, locale))
    return InvoicePage(
        _("Invoice {number}", number=order.number),
        link(request, f"/orders/{order.number}"),
        format_date(order.placed_at.date(), locale),
        format_date(invoice.due_on, locale),
        _stamp(order, locale),
        tuple(invoice.seller),
        tuple(invoice.bank),
        address_of(order.delivery, locale),
        reference_words(order, locale),
        tuple(_line(line, order, locale) for line in order.lines),
        sums_of(order, locale),
        _money(order, order.total, locale),
        None if order.tax_added else tax,
    )


def _stamp(order: Order, locale: str) -> str:
    if order.payment not in UNPAID:
        return state_words(order.payment, locale)
    return "" if order.work is Work.PLACED else state_words(order.work, locale)


def _line(line: OrderLine, order: Order, locale: str) -> InvoiceLine:
    return InvoiceLine(
        title_in(line.content["portrait"], locale),
        written(line.spec_code) if line.spec_code else "",
        line.quantity,
        _money(order, line.unit, locale),
        _money(order, line.tax, locale),
        _money(order, line.total, locale),
    )


def _money(order: Order, amount: int, locale: str) -> str:
    return format_money(amount, order.currency, locale)


routes = [invoice_page]
