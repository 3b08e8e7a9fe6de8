"""What the cart's page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request

from app.core.formats import format_difference, format_money
from app.core.language import link, locale_of, translator_of
from configurator.build.places import chosen_place, place_name
from configurator.build.view import Notice, Picture
from configurator.cart.actions import MOST_PIECES
from configurator.cart.models import Cart, CartLine
from configurator.cart.moving import Move, place_of
from configurator.cart.today import LineToday
from configurator.specs.codes import written
from configurator.specs.impact import Impact, ImpactKind, reasons_in
from configurator.specs.models import Revision
from configurator.specs.portrait import picture_in, summary_in, title_in

Asker = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class CartRow:
    """A line. `trouble` says why it cannot be ordered as it is; `price` is today's, in minor units, when it moved."""

    id: int
    title: str
    summary: str
    code: str
    href: str
    picture: Picture
    quantity: int
    unit: str
    total: str
    trouble: Notice | None
    price: int | None
    repair: bool


@dataclass(frozen=True, slots=True)
class MoveOffer:
    """That the cart is priced for elsewhere than where the reader is, and what it would be there; without words for a
    button where it cannot be taken there."""

    place: str
    title: str
    items: tuple[str, ...]
    button: str


@dataclass(frozen=True, slots=True)
class CartPage:
    """What `templates/configurator/cart/page.html` shows."""

    title: str
    rows: tuple[CartRow, ...]
    removed: tuple[tuple[int, str], ...]
    total: str
    ready: bool
    most: int
    notices: tuple[Notice, ...]
    place: str
    """Whose prices these are."""
    move: MoveOffer | None


def cart_page_of(
    request: Asker, cart: Cart | None, lines: Sequence[LineToday], move: Move | None, notices: Sequence[Notice]
) -> CartPage:
    """The page of a cart, which may be None; `move` is where it could be taken to."""
    _ = translator_of(request).gettext
    locale = locale_of(request)
    removed = [line for line in cart.lines if line.removed_at is not None and not line.spec.deleted_at] if cart else []
    total = sum(each.line.revision.total * each.line.quantity for each in lines)
    return CartPage(
        _("Your cart"),
        tuple(_row(request, each) for each in lines),
        tuple((line.id, line_title(line, locale)) for line in removed),
        format_money(total, lines[0].line.revision.currency, locale) if lines else "",
        bool(lines) and all(each.stands for each in lines),
        MOST_PIECES,
        tuple(notices),
        place_name(place_of(cart) or chosen_place(request), locale) if lines else "",
        _move_offer(request, move) if move else None,
    )


def _move_offer(request: Asker, move: Move) -> MoveOffer:
    _, locale = translator_of(request).gettext, locale_of(request)
    place = place_name(move.place, locale)
    title = _("The prices in your cart are for another region than {country}.", country=place)
    if move.hindrances:
        items = tuple(f"{line_title(line, locale)}: {words}" for line, words in move.hindrances)
        return MoveOffer(move.place, title, (_("Not all of it can be had there:"), *items), "")
    amount = format_money(move.total, move.currency, locale)
    button = _("Price all of it for {place}", place=place)
    return MoveOffer(move.place, title, (_("There it comes to {total}.", total=amount),), button)


def _row(request: Asker, each: LineToday) -> CartRow:
    line, locale = each.line, locale_of(request)
    revision = line.revision
    moved = each.impact is not None and each.impact.kind is ImpactKind.REPRICED
    return CartRow(
        line.id,
        line_title(line, locale),
        summary_in(revision.portrait, locale),
        written(line.spec.code),
        link(request, f"/specs/{written(line.spec.code)}?revision={revision.number}"),
        replace(picture_in(revision.portrait, locale), alt="", id=f"line{line.id}"),
        line.quantity,
        format_money(revision.total, revision.currency, locale),
        format_money(revision.total * line.quantity, revision.currency, locale),
        _trouble(request, each),
        each.impact.total if each.impact and moved else None,
        each.impact is not None and not moved,
    )


def line_title(line: CartLine, locale: str) -> str:
    """What a line is called: by its owner, or else by us."""
    return line.spec.name or title_in(line.revision.portrait, locale) or written(line.spec.code)


def _trouble(request: Asker, each: LineToday) -> Notice | None:
    _, locale = translator_of(request).gettext, locale_of(request)
    revision, impact = each.line.revision, each.impact
    if impact is None:
        if each.line.spec.deleted_at:
            said = _("The spec is deleted. Put it back on your page, or take it out of the cart.")
            return Notice("warn", said, (), link(request, "/my/specs"), _("Your specs"))
        return Notice("warn", _("We do not make this product any more."))
    match impact.kind:
        case ImpactKind.SAME:
            return None
        case ImpactKind.REPRICED:
            return Notice("warn", _repriced(request, revision, impact))
        case ImpactKind.CHANGED:
            title = _("This can no longer be made just as it was saved.")
            return Notice("warn", title, reasons_in(impact, revision, locale))


def _repriced(request: Asker, revision: Revision, impact: Impact) -> str:
    locale = locale_of(request)
    return translator_of(request).gettext(
        "The price of one has moved from {before} to {after} ({difference}).",
        before=format_money(revision.total, revision.currency, locale),
        after=format_money(impact.total, impact.currency, locale),
        difference=format_difference(impact.total - revision.total, impact.currency, locale),
    )
