"""What the configurator announces."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.api import Visitor
from configurator.build.asking import Asking


@dataclass(frozen=True, slots=True)
class SpecSaved:
    """Somebody saved a spec of theirs, or a change to it; `asking` is how it stands, with the choices behind it."""

    visitor: Visitor
    code: str
    asking: Asking


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """Somebody ordered: `askings` are the things, each with the choices that led to it, and how many of it."""

    visitor: Visitor
    number: int
    askings: tuple[tuple[Asking, int], ...]
