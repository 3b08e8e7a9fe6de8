"""The checkout: where it goes, what is agreed to, and the press of the button."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Visitor, provide_visitor
from app.core.database import Database
from app.core.events import Announce
from app.core.forms import redirect, sent_form
from app.core.language import locale_of, translator_of
from app.core.rendering import Templates, render
from app.core.security import guest_secret
from app.core.settings import Settings
from configurator.build.view import Notice, Picture
from configurator.cart.moving import place_of
from configurator.cart.queries import cart_of
from configurator.cart.today import lines_today
from configurator.checkout.forms import read_delivery
from configurator.checkout.paying import Trouble, attempt_for, page_for
from configurator.checkout.placing import Agreement, NotReady, agreement_of, order_of_cart, place
from configurator.checkout.view import check_page_of, delivery_page_of
from configurator.events import OrderPlaced
from configurator.orders.invoicing import issue
from configurator.orders.models import Order
from configurator.orders.queries import opened_order
from configurator.orders.snapshot import Draw
from configurator.payments.gateway import Gateway
from configurator.payments.models import Attempt, Invoice
from configurator.pricing.destinations import Means, region_of
from configurator.publishing.shelf import Shelf

Asker = Request[Any, Any, Any]


@get("/checkout", include_in_schema=False)
async def delivery_page(
    request: Asker, session: NamedDependency[AsyncSession], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """The form for e-mail and address, with what was typed before."""
    cart = await cart_of(session, visitor)
    if cart is None or not cart.live:
        return redirect(request, "/cart")
    typed = dict(cart.delivery) or {
        "email": visitor.person.email if visitor.person else "",
        "country": place_of(cart).upper(),  # chosen there already, if it is a country and no region
    }
    return render(request, "configurator/checkout/delivery.html", page=delivery_page_of(request, typed, {}))


@post("/checkout", include_in_schema=False)
async def keep_delivery(
    request: Asker, session: NamedDependency[AsyncSession], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Keep e-mail and address with the cart, and go on to checking all of it."""
    cart = await cart_of(session, visitor, lock=True)
    if cart is None or not cart.live:
        return redirect(request, "/cart")
    priced = cart.live[0].revision
    texts = translator_of(request)
    form = read_delivery(await sent_form(request), region_of(priced.region), priced.currency, texts)
    if form.errors:
        page = delivery_page_of(request, form.typed, form.errors)
        return render(request, "configurator/checkout/delivery.html", status=422, page=page)
    cart.delivery = form.typed
    return redirect(request, "/checkout/check")


@get("/checkout/check", include_in_schema=False)
async def check_page(
    request: Asker,
    session: NamedDependency[AsyncSession],
    visitor: NamedDependency[Visitor],
    shelf: NamedDependency[Shelf],
    gateway: NamedDependency[Gateway | None],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """All that is agreed to by the button, once more, to the last minor unit."""
    cart = await cart_of(session, visitor)
    try:
        agreement = agreement_of(cart, await lines_today(session, cart, shelf), locale_of(request))
    except NotReady as first:
        return redirect(request, first.at)
    page = check_page_of(request, agreement, _unpayable(request, agreement.means, gateway, settings))
    return render(request, "configurator/checkout/check.html", page=page)


@post("/orders", include_in_schema=False)
async def order_and_pay(
    request: Asker,
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    gateway: NamedDependency[Gateway | None],
    settings: NamedDependency[Settings],
    announce: NamedDependency[Announce],
) -> Response[Any]:
    """Order what was shown, if it still stands just so, and go to the page on which it is paid; to the order's own
    where it is paid by invoice.

    A second press finds the order that the first one made, or is shown it where that agreed to something else.
    """
    form = await sent_form(request)
    token, _ = guest_secret(request)  # a guest with a cart has one
    async with database.writing() as session:
        visitor = await provide_visitor(request, session)
        cart = await cart_of(session, visitor, lock=True)
        order = await order_of_cart(session, visitor, form.get("cart", ""))
        if order is None:
            try:
                agreement = agreement_of(cart, await lines_today(session, cart, shelf), locale_of(request))
            except NotReady as first:
                return redirect(request, first.at)
            if _unpayable(request, agreement.means, gateway, settings):
                return redirect(request, "/checkout/check")
            if form.get("seal") != agreement.seal:
                notices = (_moved(request),)
                page = check_page_of(request, agreement, notices)
                return render(request, "configurator/checkout/check.html", status=409, page=page)
            order = await place(session, agreement, visitor, token, locale_of(request), _drawing(request))
            await announce(session, _placed(visitor, order, agreement))
            if agreement.means is Means.INVOICE:
                await issue(session, order, settings)
        elif form.get("seal") != order.seal:
            return redirect(request, f"/orders/{order.number}?payment=already")
        if gateway is None or await session.get(Invoice, order.id) is not None:
            return redirect(request, f"/orders/{order.number}")
        attempt = await attempt_for(session, order)
    return await _to_payment(request, database, gateway, settings, order, attempt)


@post("/orders/{number:int}/payments", include_in_schema=False)
async def pay(
    request: Asker,
    number: FromPath[int],
    database: NamedDependency[Database],
    gateway: NamedDependency[Gateway | None],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Pay an order that is not paid yet."""
    async with database.writing() as session:
        order = await opened_order(session, await provide_visitor(request, session), number, lock=True)
        if order is None:
            raise NotFoundException
        if await session.get(Invoice, order.id) is not None:
            return redirect(request, f"/orders/{number}")
        if gateway is None:
            return redirect(request, f"/orders/{number}?payment=away")
        attempt = await attempt_for(session, order)
    return await _to_payment(request, database, gateway, settings, order, attempt)


async def _to_payment(
    request: Asker,
    database: Database,
    gateway: Gateway,
    settings: Settings,
    order: Order,
    attempt: Attempt | Trouble,
) -> Response[None]:
    """The way to the payment page, or to the order's own, which says how things stand."""
    found: str | Trouble
    if isinstance(attempt, Trouble):
        found = attempt
    else:
        found = await page_for(database, gateway, attempt.id, settings.base_url)
    if isinstance(found, Trouble):
        said = "" if found is Trouble.SETTLED else f"?payment={found}"
        return redirect(request, f"/orders/{order.number}{said}")
    return Response(None, status_code=303, headers={"Location": found})


def _placed(visitor: Visitor, order: Order, agreement: Agreement) -> OrderPlaced:
    askings = ((impact.renewed(each.line.revision), each.line.quantity) for each, impact in agreement.lines)
    return OrderPlaced(visitor, order.number, tuple(askings))


def _unpayable(request: Asker, means: Means, gateway: Gateway | None, settings: Settings) -> tuple[Notice, ...]:
    """What to say where the shop cannot be paid so; nothing where it can."""
    _ = translator_of(request).gettext
    if means is Means.INVOICE:
        if settings.seller:
            return ()
        said = _("Nothing can be ordered by invoice before its owner has written whom to pay.")
        return (Notice("stop", _("This shop cannot send invoices yet."), (said,)),)
    if gateway is not None:
        return ()
    title = _("This shop cannot take payments yet.")
    return (Notice("stop", title, (_("Nothing can be ordered before its owner has set up the payment service."),)),)


def _moved(request: Asker) -> Notice:
    _ = translator_of(request).gettext
    title = _("Something has changed since this page was shown.")
    return Notice("warn", title, (_("Nothing is ordered yet. Please look once more: this is how it stands now."),))


def _drawing(request: Asker) -> Draw:
    templates: Templates = request.app.state.templates

    def draw(locale: str, picture: Picture) -> str:
        return templates.part(locale, f"pictures/{picture.template}.svg", picture=picture) if picture.template else ""

    return draw


routes = [delivery_page, keep_delivery, check_page, order_and_pay, pay]
