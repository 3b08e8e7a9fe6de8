"""Taking a whole cart to another region: all of it is priced anew for there, or, where something cannot be had there,
nothing is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.i18n import translator
from configurator.build.asking import Asking
from configurator.build.places import place_name
from configurator.build.wording import Wording
from configurator.cart.models import Cart, CartLine
from configurator.cart.today import LineToday
from configurator.pricing.destinations import region_of, sold_at
from configurator.pricing.quote import total
from configurator.specs.actions import save_revision
from configurator.specs.impact import ImpactKind


@dataclass(frozen=True, slots=True)
class Move:
    """What a cart is at another place: each line asked for there, and what stands in the way, by line."""

    place: str
    lines: tuple[tuple[CartLine, Asking], ...]
    hindrances: tuple[tuple[CartLine, str], ...]

    @property
    def total(self) -> int:
        """What all of it comes to there, in minor units of `currency`."""
        return sum(total(asking.book, asking.verdict().product) * line.quantity for line, asking in self.lines)

    @property
    def currency(self) -> str:
        return self.lines[0][1].book.currency


def place_of(cart: Cart | None) -> str:
    """Where the things in a cart are priced for; nothing for an empty one."""
    return next((line.revision.region for line in cart.live), "") if cart is not None else ""


def move_to(place: str, cart: Cart | None, lines: Sequence[LineToday], locale: str) -> Move | None:
    """What moving the cart to a place would make of it; None where its prices are those of the place already."""
    if not place or not lines or region_of(place_of(cart)) == region_of(place):
        return None
    asked = [(each.line, _asked_at(place, each)) for each in lines]
    hindrances = tuple(
        (each.line, words)
        for each, (_, asking) in zip(lines, asked, strict=True)
        if (words := _hindrance(place, each, asking, locale))
    )
    return Move(place, tuple((line, asking) for line, asking in asked if asking), hindrances)


async def make(session: AsyncSession, move: Move) -> None:
    """Price every line for there: its spec gets a revision. Only for a move that nothing hinders."""
    for line, asking in move.lines:
        line.revision_id = (await save_revision(session, line.spec, asking)).id


def _asked_at(place: str, each: LineToday) -> Asking | None:
    """The line's own choices at the place where they lead to the same product, else the whole product."""
    impact = each.impact
    if impact is None or not sold_at(impact.asking.published.file.prices, place):
        return None
    own = replace(impact.renewed(each.line.revision), region=place)
    return own if own.verdict().product == impact.product else replace(impact.asking, region=place)


def _hindrance(place: str, each: LineToday, asking: Asking | None, locale: str) -> str:
    impact = each.impact
    if impact is None or impact.kind is ImpactKind.CHANGED:
        return translator(locale).gettext("This needs you first: see the line itself.")
    words = Wording(impact.asking.published.file, locale)
    if asking is None:
        return words.gettext("Not sold there yet: {place}.", place=place_name(place, locale))
    return " ".join(_lost(asking, words))


def _lost(asking: Asking, words: Wording) -> Iterator[str]:
    """What of the product cannot be had at the place of `asking`."""
    for dropped in asking.verdict().dropped:
        choice = asking.published.compiled.known(dropped.text)
        label = words.choice(choice) if choice else dropped.text
        yield f"{label}: {words.sentences(dropped.causes, dropped.text.partition(':')[0])}"
