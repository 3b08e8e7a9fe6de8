"""From what somebody built to what is known of them, by their permission alone; and what of it the feed is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.purposes import LEARN
from accounts.consent.queries import live_grant, subject_of
from accounts.identity.visitors import Visitor
from accounts.profile.actions import learn
from accounts.profile.feed import tell_event
from accounts.profile.models import Signal
from app.bridges.signals import signals_in
from configurator.build.asking import Asking
from configurator.events import OrderPlaced, SpecSaved
from configurator.pricing.quote import total
from configurator.specs.codes import written


async def learn_from_spec(session: AsyncSession, event: SpecSaved) -> None:
    """Learn from a spec that was saved."""
    await _learn(session, event.visitor, f"spec:{written(event.code)}", [event.asking], Signal.CHANGED)
    await _tell(session, event.visitor, "Spec Saved", {"code": event.code, **_thing(event.asking)})


async def learn_from_order(session: AsyncSession, event: OrderPlaced) -> None:
    """Learn from an order that was placed."""
    products = [{**_thing(asking), "quantity": quantity} for asking, quantity in event.askings]
    askings = [asking for asking, _ in event.askings]
    await _learn(session, event.visitor, f"order:{event.number}", askings, Signal.ORDERED)
    await _tell(session, event.visitor, "Order Placed", {"number": event.number, "products": products})


async def _learn(session: AsyncSession, visitor: Visitor, ref: str, askings: Sequence[Asking], changed: Signal) -> None:
    if visitor.person is None or visitor.anonymous:
        return
    await subject_of(session, visitor.person.id)
    grant = await live_grant(session, visitor.person.id, LEARN)
    if grant is not None:
        seen = [observation for asking in askings for observation in signals_in(asking, changed)]
        await learn(session, visitor.person.id, grant, ref, seen)


async def _tell(session: AsyncSession, visitor: Visitor, event: str, told: dict[str, Any]) -> None:
    if visitor.person is not None and not visitor.anonymous:
        await tell_event(session, visitor.person.id, event, told)


def _thing(asking: Asking) -> dict[str, Any]:
    """What anybody may see of a thing: its options and their pieces, and what those cost.

    No measure and no word of its owner's, nor what these cost: the price of a long seat post gives the leg away.
    """
    options = {f"{group}.{option}": count for (group, option), count in asking.verdict().product.options.items()}
    cost = total(asking.book, replace(asking, answers={}, known={}).verdict().product)
    return {"product": asking.product, "options": options, "price": cost, "currency": asking.book.currency}
