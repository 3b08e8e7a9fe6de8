"""How often anyone may try something. Kept in this process: what is counted neither waits nor rolls back with rows."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from litestar import Request
from litestar.exceptions import TooManyRequestsException

from app.core import clock

LONGEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in any stretch of time of this length (``LONGEST`` at most)."""

    what: str
    tries: int
    per: timedelta


class Limiter:
    """Remembers the tries of each key as long as they count."""

    def __init__(self) -> None:
        self._tries: OrderedDict[tuple[str, str], deque[datetime]] = OrderedDict()
        """Keys in the order of their last tries."""

    def __len__(self) -> int:
        return len(self._tries)

    def hit(self, limit: Limit, key: str) -> None:
        """Count a try of `key`; raises TooManyRequestsException, which says when to come again, for one too many."""
        now = clock.now()
        self._forget(now)
        tries = self._tries.setdefault((limit.what, key), deque())
        while tries and tries[0] <= now - limit.per:
            tries.popleft()
        if len(tries) >= limit.tries:
            wait = tries[0] + limit.per - now
            raise TooManyRequestsException(headers={"Retry-After": str(math.ceil(wait.total_seconds()))})
        tries.append(now)
        self._tries.move_to_end((limit.what, key))

    def _forget(self, now: datetime) -> None:
        while self._tries:
            oldest = next(iter(self._tries))
            if self._tries[oldest][-1] > now - LONGEST:
                return
            del self._tries[oldest]


def caller_of(request: Request[Any, Any, Any]) -> str:
    """Who calls, as far as the network tells. A household has a whole /64 of IPv6, so that counts as one."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)
