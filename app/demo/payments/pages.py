"""The pages on which people pay, and say how their payment is to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.core.assets import Assets
from app.core.formats import format_money
from app.core.language import link, locale_of, translator_of
from app.core.rendering import render
from app.core.security import HEADERS
from app.demo.payments.account import TRANSFER_TAKES, Closed, Declined, Means
from app.demo.payments.api import desk_of
from app.demo.payments.desk import Desk
from app.demo.payments.objects import Object, shop_minor

Asker = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class PayPage:
    """What ``templates/demo/payments/pay.html`` shows."""

    title: str
    order: str
    email: str
    lines: tuple[tuple[str, int, str], ...]
    """Label, pieces, amount."""
    total: str
    declined: bool
    means: tuple[tuple[str, str], ...]
    """Ways to pay: value of the button, its words."""
    action: str
    back_href: str
    transfer_words: str


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """What ``templates/demo/payments/closed.html`` shows where nothing can be paid."""

    title: str
    message: str
    back_href: str
    back_words: str


@get("/pay/{name:str}")
async def pay_page(request: Asker, name: FromPath[str]) -> Response[str]:
    """What is to be paid, and the ways to do it."""
    return _page(request, _session(request, name))


@post("/pay/{name:str}/payments")
async def pay(request: Asker, name: FromPath[str]) -> Response[Any]:
    """Pay as the button says, and go back to the shop; a declined card leaves the page open for another."""
    desk, session = desk_of(request), _session(request, name)
    means = (await request.form()).get("means")
    if means not in list(Means):
        return _page(request, session, status=422)
    try:
        with desk.store.transaction():
            session = desk.account.pay(session, Means(means))
    except Declined:
        return _page(request, session, status=422, declined=True)
    except Closed:
        return _page(request, session, status=409)
    desk.told()
    return Response(None, status_code=303, headers=HEADERS | {"Location": _success_url(session)})


@get("/static/{path:path}")
async def static(request: Asker, path: FromPath[str]) -> Response[bytes]:
    """A file of static/."""
    assets: Assets = request.app.state.assets
    found = assets.find(path.removeprefix("/"))
    if found is None:
        raise NotFoundException
    return Response(found[0].plain, media_type=found[0].media_type, headers=HEADERS)


def answer_missing(request: Asker, error: Exception) -> Response[str]:
    """A page for an address that is none."""
    _ = translator_of(request).gettext
    page = ClosedPage(_("There is nothing here"), _("The address may be mistyped, or what stood here is gone."), "", "")
    return _rendered(request, "closed", 404, page)


def _session(request: Asker, name: str) -> Object:
    desk: Desk = desk_of(request)
    desk.run_due()
    session = desk.store.find("checkout.session", name)
    if session is None:
        raise NotFoundException
    return session


def _page(request: Asker, session: Object, status: int = 200, declined: bool = False) -> Response[str]:
    shop = _origins(session)
    if session["status"] == "open":
        return _rendered(request, "pay", status, _pay_page(request, session, declined), shop)
    _ = translator_of(request).gettext
    if session["status"] == "expired":
        title = _("This page has expired")
        message = _("Nothing was paid here, and nothing can be any more. Please start again from the shop.")
        page = ClosedPage(title, message, session["cancel_url"] or "", _("Back to the shop"))
        return _rendered(request, "closed", status, page, shop)
    if session["payment_status"] == "paid":
        title, message = _("This is paid already"), _("Nothing is taken a second time.")
    else:
        title, message = _("Your transfer is on its way"), _("Nothing more is to be done here.")
    page = ClosedPage(title, message, _success_url(session), _("Back to the shop"))
    return _rendered(request, "closed", status, page, shop)


def _pay_page(request: Asker, session: Object, declined: bool) -> PayPage:
    texts, locale = translator_of(request), locale_of(request)
    _ = texts.gettext

    def money(amount: int) -> str:
        currency = session["currency"]
        return format_money(shop_minor(amount, currency), currency.upper(), locale)

    total = money(session["amount_total"])
    lines = desk_of(request).account.lines(session)
    return PayPage(
        title=_("Demo payment"),
        order=session["client_reference_id"] or "",
        email=session["customer_email"] or "",
        lines=tuple((line["description"], line["quantity"], money(line["amount_total"])) for line in lines),
        total=total,
        declined=declined,
        means=_means(_, total),
        action=link(request, f"/pay/{session['id']}/payments"),
        back_href=session["cancel_url"] or "",
        transfer_words=texts.ngettext(
            "A bank transfer takes days in real life; here it takes {n} second.",
            "A bank transfer takes days in real life; here it takes {n} seconds.",
            TRANSFER_TAKES,
        ),
    )


def _means(_: Callable[..., str], total: str) -> tuple[tuple[str, str], ...]:
    return (
        (Means.CARD, _("Pay {amount}", amount=total)),
        (Means.DECLINED_CARD, _("Pay with a card that is declined")),
        (Means.TRANSFER, _("Pay by bank transfer")),
        (Means.LOST_TRANSFER, _("Pay by a bank transfer that never arrives")),
    )


def _success_url(session: Object) -> str:
    url: str = session["success_url"]
    return url.replace("{CHECKOUT_SESSION_ID}", session["id"])


def _origins(session: Object) -> str:
    """The shop's own addresses, to which a form on the page may lead."""
    urls = [urlsplit(session[name]) for name in ("success_url", "cancel_url") if session[name]]
    return " ".join(sorted({f"{url.scheme}://{url.netloc}" for url in urls}))


def _rendered(request: Asker, template: str, status: int, page: object, shop: str = "") -> Response[str]:
    policy = (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action 'self' {shop}"
    )
    headers = HEADERS | {"content-security-policy": policy, "Cache-Control": "no-store"}
    return render(request, f"demo/payments/{template}.html", status=status, headers=headers, page=page)


routes = [pay_page, pay, static]
