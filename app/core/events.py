"""How one room tells the house that something happened, without knowing who listens.

Who listens acts in the same transaction: see ``app/bridges``. What leaves the house is the outbox's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

Announce = Callable[[AsyncSession, object], Awaitable[None]]
"""Tells of an event: a plain dataclass of a domain's ``events.py``."""
