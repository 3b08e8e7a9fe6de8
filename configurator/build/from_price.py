"""What a product costs at least: the cheapest that can be built of it, proven."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from app.core.kept import Kept
from configurator.build.asking import Asking
from configurator.pricing.objective import objective
from configurator.pricing.quote import total

WORK = 2_000_000
"""Steps for one price, half a second at most: clicks on the product wait meanwhile."""


@dataclass(frozen=True, slots=True)
class FromPrice:
    """`total` in minor units of `currency`. Where it is not `proven`, there may be something cheaper still."""

    total: int
    currency: str
    proven: bool


_found: Kept[FromPrice] = Kept(200)
_searching = Lock()


async def from_price(asking: Asking) -> FromPrice:
    """The least that the product costs in the region of `asking`, today; what it chooses does not count.

    It is searched for once a day, off the loop. Raises `Unbuildable` where nothing can be had.
    """
    found = _found.find(_key(asking))
    return await asyncio.to_thread(_search, asking) if found is None else found


def _search(asking: Asking) -> FromPrice:
    with _searching:
        return _found.made(_key(asking), lambda: _cheapest(asking))


def _cheapest(asking: Asking) -> FromPrice:
    book, compiled = asking.book, asking.published.compiled
    cheapest = compiled.cheapest([], asking.facts, objective(book, compiled.model), work=WORK)
    return FromPrice(total(book, cheapest.product), book.currency, cheapest.proven)


def _key(asking: Asking) -> Hashable:
    return asking.published.hash, asking.region, asking.facts.day
