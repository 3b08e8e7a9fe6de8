"""How often anyone may try something. Kept in this process: what is counted neither waits nor rolls back with rows."""

from __future__ import annotations

import math
import time
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from limits import RateLimitItem
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from litestar import Request
from litestar.exceptions import TooManyRequestsException


class Limiter:
    """Counts tries in moving windows. A room says what it limits: ``RateLimitItemPerHour(5, namespace="mails")``."""

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    async def hit(self, limit: RateLimitItem, key: str) -> None:
        """Count a try of `key`; raises TooManyRequestsException, which says when to come again, for one too many."""
        if not await self._windows.hit(limit, key):
            window = await self._windows.get_window_stats(limit, key)
            seconds = max(1, math.ceil(window.reset_time - time.time()))
            raise TooManyRequestsException(headers={"Retry-After": str(seconds)})


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
