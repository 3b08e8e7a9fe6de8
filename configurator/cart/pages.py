"""The cart's page, and what is done there."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Visitor
from app.core.events import Announce
from app.core.forms import redirect, sent_form
from app.core.language import locale_of, translator_of
from app.core.rendering import render
from app.core.security import guest_secret
from configurator.build.asking import Asking
from configurator.build.compose import Mistake
from configurator.build.handed import WITH_PICTURES
from configurator.build.pages import tell
from configurator.build.places import chosen_place, every_place, place_cookie
from configurator.build.view import Notice
from configurator.build.wording import Wording
from configurator.cart.actions import MOST_PIECES, OtherRegion, put, put_back, remove
from configurator.cart.models import Cart, CartLine
from configurator.cart.moving import make, move_to
from configurator.cart.queries import cart_of
from configurator.cart.today import lines_today
from configurator.cart.view import cart_page_of
from configurator.pricing.destinations import region_of
from configurator.publishing.shelf import Shelf
from configurator.specs.actions import save_revision, save_spec
from configurator.specs.impact import ImpactKind
from configurator.specs.models import Revision
from configurator.specs.pages import revision_of_number
from configurator.specs.queries import own_spec, spec_of_code
from configurator.specs.saving import announce_saving, filled, mistaken, secret_for

Asker = Request[Any, Any, Any]


@get("/cart", include_in_schema=False)
async def cart_page(
    request: Asker,
    session: NamedDependency[AsyncSession],
    visitor: NamedDependency[Visitor],
    shelf: NamedDependency[Shelf],
) -> Response[str]:
    """What is in the cart, what of it can be ordered as it stands, and what it comes to."""
    return await _shown(request, session, await cart_of(session, visitor), shelf)


@post("/cart/builds", include_in_schema=False, **WITH_PICTURES)
async def put_build(
    request: Asker,
    session: NamedDependency[AsyncSession],
    visitor: NamedDependency[Visitor],
    shelf: NamedDependency[Shelf],
    announce: NamedDependency[Announce],
) -> Response[Any]:
    """Save what the configurator's form says, as a new spec or as the next revision, and put it into the cart."""
    form = await sent_form(request)
    asking, refusal = await filled(request, form, session, shelf)
    if refusal is not None:
        return refusal
    missing = asking.verdict().missing
    if missing:
        told = await tell(request, session, asking.product, asking.kept)
        return mistaken(request, asking, _unanswered(request, asking, missing), told)
    token, cookies = await secret_for(request, session, visitor, asking)
    spec = await spec_of_code(session, form.get("spec", ""))
    if spec is None or spec.product != asking.product or not await visitor.may_open(session, spec, spec.path):
        spec = await save_spec(session, asking, visitor, token)
    revision = await save_revision(session, spec, asking)
    await announce_saving(announce, session, visitor, spec, asking)
    refusal = await _put(request, session, visitor, shelf, token, revision)
    return refusal or redirect(request, "/cart", [*cookies, *_remembered(request, shelf, asking.product, revision)])


@post("/cart/specs", include_in_schema=False)
async def put_spec(
    request: Asker,
    session: NamedDependency[AsyncSession],
    visitor: NamedDependency[Visitor],
    shelf: NamedDependency[Shelf],
) -> Response[Any]:
    """Put a saved spec of one's own into the cart: its newest revision, or the one that is named."""
    form = await sent_form(request)
    spec = await own_spec(session, visitor, form.get("spec", ""))
    revision = revision_of_number(spec, form.get("revision", ""))
    token, _ = guest_secret(request)  # an owner is known by theirs, or is signed in
    refusal = await _put(request, session, visitor, shelf, token, revision)
    return refusal or redirect(request, "/cart", _remembered(request, shelf, spec.product, revision))


@post("/cart/lines/{line:int}/quantity", include_in_schema=False)
async def change_quantity(
    request: Asker,
    line: FromPath[int],
    session: NamedDependency[AsyncSession],
    visitor: NamedDependency[Visitor],
    shelf: NamedDependency[Shelf],
) -> Response[Any]:
    """So many pieces of a line."""
    cart, found = await _line(session, visitor, line)
    typed = (await sent_form(request)).get("quantity", "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4 and 0 < int(typed) <= MOST_PIECES):
        said = translator_of(request).gettext("Please write a whole number from 1 to {most}.", most=MOST_PIECES)
        return await _shown(request, session, cart, shelf, Notice("stop", said), 422)
    found.quantity = int(typed)
    return redirect(request, "/cart")


@post("/cart/lines/{line:int}/removal", include_in_schema=False)
async def take_out(
    request: Asker, line: FromPath[int], session: NamedDependency[AsyncSession], visitor: NamedDependency[Visitor]
) -> Response[None]:
    """Take a line out of the cart."""
    _, found = await _line(session, visitor, line)
    remove(found)
    return redirect(request, "/cart")


@post("/cart/lines/{line:int}/return", include_in_schema=False)
async def bring_back(
    request: Asker,
    line: FromPath[int],
    session: NamedDependency[AsyncSession],
    visitor: NamedDependency[Visitor],
    shelf: NamedDependency[Shelf],
) -> Response[Any]:
    """Put a line back that was taken out."""
    cart, found = await _line(session, visitor, line)
    try:
        put_back(cart, found)
    except OtherRegion:
        return await _shown(request, session, cart, shelf, _other_region(request), 409)
    return redirect(request, "/cart")


@post("/cart/lines/{line:int}/price", include_in_schema=False)
async def accept_price(
    request: Asker,
    line: FromPath[int],
    session: NamedDependency[AsyncSession],
    visitor: NamedDependency[Visitor],
    shelf: NamedDependency[Shelf],
) -> Response[None]:
    """Take today's price, if it is the one that was shown: the spec gets a revision on today's version."""
    cart, found = await _line(session, visitor, line)
    shown = (await sent_form(request)).get("price", "")
    today = next((each for each in await lines_today(session, cart, shelf) if each.line is found), None)
    impact = today and today.impact
    if impact and impact.kind is ImpactKind.REPRICED and shown == str(impact.total):
        found.revision_id = (await save_revision(session, found.spec, impact.renewed(found.revision))).id
    return redirect(request, "/cart")


@post("/cart/region", include_in_schema=False)
async def move_cart(
    request: Asker,
    session: NamedDependency[AsyncSession],
    visitor: NamedDependency[Visitor],
    shelf: NamedDependency[Shelf],
) -> Response[Any]:
    """Price all that is in the cart for another place, or say why that cannot be."""
    place = (await sent_form(request)).get("place", "").lower()
    if place not in every_place():
        raise NotFoundException
    cart = await cart_of(session, visitor, lock=True)
    move = move_to(place, cart, await lines_today(session, cart, shelf), locale_of(request))
    if move is not None and move.hindrances:
        return await _shown(request, session, cart, shelf, status=409, place=place)
    if move is not None:
        await make(session, move)
    return redirect(request, "/cart", [place_cookie(place)])


def _remembered(request: Asker, shelf: Shelf, product: str, revision: Revision) -> list[Cookie]:
    """Who puts something priced for elsewhere into the cart has chosen that place: what comes next goes with it."""
    version = shelf.products.get(product)
    here = chosen_place(request) or next(iter(version.file.prices if version else ()), "")
    return [] if region_of(here) == region_of(revision.region) else [place_cookie(revision.region)]


async def _put(
    request: Asker, session: AsyncSession, visitor: Visitor, shelf: Shelf, token: str, revision: Revision
) -> Response[str] | None:
    """Put a revision into the cart; the answer to give instead where it does not go with what is in it."""
    try:
        await put(session, visitor, token, revision)
    except OtherRegion:
        cart = await cart_of(session, visitor)
        return await _shown(request, session, cart, shelf, _other_region(request), 409, place=revision.region)
    return None


async def _line(session: AsyncSession, visitor: Visitor, number: int) -> tuple[Cart, CartLine]:
    """A line of the visitor's cart, and the cart, locked."""
    cart = await cart_of(session, visitor, lock=True)
    line = next((each for each in cart.lines if each.id == number), None) if cart else None
    if cart is None or line is None:
        raise NotFoundException
    return cart, line


async def _shown(
    request: Asker,
    session: AsyncSession,
    cart: Cart | None,
    shelf: Shelf,
    notice: Notice | None = None,
    status: int = 200,
    *,
    place: str = "",
) -> Response[str]:
    """The cart's page; `place` is where the reader is, if not where they chose to be."""
    lines = await lines_today(session, cart, shelf)
    move = move_to(place or chosen_place(request), cart, lines, locale_of(request))
    page = cart_page_of(request, cart, lines, move, [notice] if notice else [])
    return render(request, "configurator/cart/page.html", status=status, page=page)


def _other_region(request: Asker) -> Notice:
    _ = translator_of(request).gettext
    title = _("This does not go with what is in your cart: one order goes to one region.")
    return Notice("warn", title, (_("It is kept among your specs. Order what is in the cart first, or take it out."),))


def _unanswered(request: Asker, asking: Asking, missing: tuple[str, ...]) -> dict[str, Mistake]:
    words = Wording(asking.published.file, locale_of(request))
    said = words.gettext("We need this before it can be ordered.")
    return {code: Mistake("", said) for code in missing}


routes = [cart_page, put_build, put_spec, change_quantity, take_out, bring_back, accept_price, move_cart]
