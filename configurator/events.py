"""What the configurator announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.api import Visitor
from configurator.build.asking import Asking


@dataclass(frozen=True, slots=True)
class SpecSaved:
    """Somebody saved a spec, or a change to one; `asking` is how it stands, with the choices that led there."""

    visitor: Visitor
    spec: int
    """The id, which no page shows."""
    code: str
    asking: Asking
    total: int
    currency: str


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """Somebody ordered: `askings` are the things, each with the choices that led to it, and how many of it."""

    visitor: Visitor
    order: int
    """The number by which people call it."""
    askings: tuple[tuple[Asking, int], ...]
    total: int
    currency: str
    placed_at: datetime
