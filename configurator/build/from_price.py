"""What a product costs at least: the cheapest that can be built of it, proven."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from configurator.build.asking import Asking
from configurator.pricing.objective import objective
from configurator.pricing.quote import total

KEPT = 200
WORK = 2_000_000
"""Steps for one price, half a second at most: clicks on the product wait meanwhile."""

_found: OrderedDict[tuple[object, ...], FromPrice] = OrderedDict()
_searching = Lock()


@dataclass(frozen=True, slots=True)
class FromPrice:
    """`total` in minor units of `currency`. Where it is not `proven`, there may be something cheaper still."""

    total: int
    currency: str
    proven: bool


async def from_price(asking: Asking) -> FromPrice:
    """The least that the product costs in the region of `asking`, today; what it chooses does not count.

    It is searched for once a day, off the loop. Raises `Unbuildable` where nothing can be had.
    """
    return _found.get(_key(asking)) or await asyncio.to_thread(_search, asking)


def _search(asking: Asking) -> FromPrice:
    with _searching:
        key, book, compiled = _key(asking), asking.book, asking.published.compiled
        if key not in _found:
            cheapest = compiled.cheapest([], asking.facts, objective(book, compiled.model), work=WORK)
            _found[key] = FromPrice(total(book, cheapest.product), book.currency, cheapest.proven)
            if len(_found) > KEPT:
                _found.popitem(last=False)
        return _found[key]


def _key(asking: Asking) -> tuple[object, ...]:
    return asking.published.hash, asking.region, asking.facts.day
