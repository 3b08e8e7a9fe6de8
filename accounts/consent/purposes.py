"""The register: everything the shop uses personal data for. Whatever is not in it is not done.

What each purpose means in words stands in its notices (``texts/``), from which the pages are rendered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Basis(StrEnum):
    """What allows a purpose (GDPR, article 6)."""

    CONTRACT = "contract"
    """It is needed for what was ordered or asked for."""
    LAW = "law"
    """The law demands it."""
    CONSENT = "consent"
    """Only who allowed it, as long as they do."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """`notice` is the number of the text served now; grants that rest on one before `holds_from` allow nothing more.

    `lasts` is how long a grant holds, and how long a fact is kept that rests on it.
    """

    code: str
    basis: Basis
    notice: int = 1
    holds_from: int = 1
    lasts: timedelta = timedelta(days=730)


ORDERS = Purpose("orders", Basis.CONTRACT)
BOOKS = Purpose("books", Basis.LAW)
ACCOUNT = Purpose("account", Basis.CONTRACT)
LEARN = Purpose("learn", Basis.CONSENT)
REMEMBER = Purpose("remember", Basis.CONSENT)
NEWS = Purpose("news", Basis.CONSENT)
FEED = Purpose("feed", Basis.CONSENT)

PURPOSES = {purpose.code: purpose for purpose in (ORDERS, BOOKS, ACCOUNT, REMEMBER, LEARN, NEWS, FEED)}
"""By code, in the order in which pages show them."""

ASKED = tuple(purpose for purpose in PURPOSES.values() if purpose.basis is Basis.CONSENT)
"""Those that need permission."""
