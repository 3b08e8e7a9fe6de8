"""The warm versions: compiled once per process, then ready for every click without asking the database."""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.garbage import set_aside
from configurator.catalogue.productfile import ProductFile, read_product
from configurator.engine.compiled import CompiledProduct
from configurator.engine.file.document import CODE
from configurator.engine.reviews import Reviewer
from configurator.publishing.models import ProductVersion
from configurator.publishing.queries import current_version, current_versions, find_version

WARM = 32
MOST_VALUES = 30_000
"""So many values have the warm versions between them at most, each with tens of kilobytes of what was found of it."""
SHORT = 12
"""Characters of a hash that stand in an address."""
FRESH = 1.0
"""So many seconds pages go by the current version as it was last read: under load that saves each of them a query."""
_PREFIX = re.compile(r"[0-9a-f]{4,64}")


@dataclass(frozen=True)
class Version:
    """A version as it was published."""

    hash: str
    file: ProductFile

    @property
    def short(self) -> str:
        """The hash as it stands in an address."""
        return self.hash[:SHORT]

    @cached_property
    def reviewer(self) -> Reviewer:
        """Knows what staff should look at."""
        return Reviewer(self.file.model)


@dataclass(frozen=True)
class Published(Version):
    """A version ready to answer."""

    compiled: CompiledProduct


class Shelf:
    """Published versions by hash; the least used make room, so that what is warm is bounded in number and in size.

    Who asks brings the transaction in which to look.
    """

    def __init__(self) -> None:
        self._warm: OrderedDict[str, Published] = OrderedDict()
        self._making: dict[str, asyncio.Lock] = {}
        self.products: dict[str, Version] = {}
        """The current version of each product as last seen, in the order of the shop."""
        self._read_at: dict[str, float] = {}
        """When the current version of each product was last read, by the clock of `time.monotonic`."""

    async def current(self, session: AsyncSession, product: str) -> Published | None:
        """The product's current version: one query, two when it is not warm yet, none for what is no code."""
        if not CODE.fullmatch(product):
            return None
        read_at = time.monotonic()
        found = await current_version(session, product)
        published = None if found is None else await self._by_hash(session, product, found)
        if published is not None:
            self.products[product] = Version(published.hash, published.file)
            self._read_at[product] = read_at
        return published

    async def shown(self, session: AsyncSession, product: str) -> Published | None:
        """The product's current version, or the one that was `FRESH` seconds ago; mostly no query where many ask."""
        seen = self.products.get(product)
        if seen is not None and time.monotonic() - self._read_at.get(product, -FRESH) < FRESH:
            published = self._warm.get(seen.hash)
            if published is not None:
                self._warm.move_to_end(seen.hash)
                return published
        return await self.current(session, product)

    async def version(self, session: AsyncSession, product: str, prefix: str) -> Published | None:
        """The version of the product that an address names; no query when it is warm."""
        if not (_PREFIX.fullmatch(prefix) and CODE.fullmatch(product)):
            return None
        for published in self._warm.values():
            if published.hash.startswith(prefix) and published.file.code == product:
                self._warm.move_to_end(published.hash)
                return published
        return await self._by_hash(session, product, prefix)

    async def all_current(self, session: AsyncSession) -> list[Published]:
        """The current version of every product of the shop."""
        found = await current_versions(session)
        asked = [await self._by_hash(session, product, version) for product, version in found.items()]
        published = [each for each in asked if each is not None]
        self.products = {each.file.code: Version(each.hash, each.file) for each in published}
        return published

    async def _by_hash(self, session: AsyncSession, product: str, prefix: str) -> Published | None:
        async with self._making.setdefault(prefix, asyncio.Lock()):
            warm = self._warm.get(prefix)
            if warm is not None and warm.file.code == product:
                self._warm.move_to_end(prefix)
                return warm
            row = await find_version(session, product, prefix)
            if row is None:
                self._making.pop(prefix, None)
                return None
            made = self._warm.get(row.hash)
            if made is None:
                made = self._warm[row.hash] = await asyncio.to_thread(_make, row)
                self._make_room()
                set_aside()
            return made

    def _make_room(self) -> None:
        while len(self._warm) > 1 and self._crowded():
            oldest, _ = self._warm.popitem(last=False)
            self._making.pop(oldest, None)

    def _crowded(self) -> bool:
        return len(self._warm) > WARM or sum(each.compiled.size for each in self._warm.values()) > MOST_VALUES


def _make(row: ProductVersion) -> Published:
    file = read_product(row.source, f"{row.product}.toml")
    return Published(row.hash, file, CompiledProduct(file.model))
