"""A full product in the words of its model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Product:
    """A full product in the words of its model: pieces of each option, the numbers, the texts and files that are given.

    Of a group that does not exist it holds nothing, a number neither.
    """

    options: Mapping[tuple[str, str], int]
    numbers: Mapping[str, Decimal]
    texts: frozenset[str] = frozenset()

    def pieces(self, group: str, option: str) -> int:
        """How many pieces of the option are in it."""
        return self.options.get((group, option), 0)

    def chosen(self, group: str) -> list[tuple[str, int]]:
        """The group's options that are in it, with their pieces."""
        return [(option, count) for (code, option), count in self.options.items() if code == group]


NOTHING = Product(MappingProxyType({}), MappingProxyType({}))
