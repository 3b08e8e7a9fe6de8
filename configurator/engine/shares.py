"""The shares of a cost: what each decision adds beyond the least that is proven so far.

Proving takes from shares what must be paid in any case, until some product has nothing left to pay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from pysat.card import ITotalizer

from configurator.engine.encoding import Encoding


class Share(Protocol):
    """Something that may have to be paid for, and how much that still is."""

    def amounts(self) -> Iterator[int]:
        """What may be left to pay, other than nothing."""

    def less_than(self, amount: int) -> int | None:
        """The literal that says: less than that is left to pay; None where nothing says so, or it is so anyway."""

    def least(self, amount: int) -> int:
        """The smallest that is left to pay where it is not less than `amount`."""

    def take(self, amount: int, paid: int) -> None:
        """Where not less than `amount` is left to pay, it is now `paid` less."""


class ValueShare:
    """What is paid for one of several values that exclude each other. `admits` makes the literal of a set of them."""

    def __init__(self, costs: Sequence[int], admits: Callable[[int], int]) -> None:
        self._costs = list(costs)
        self._admits = admits

    def amounts(self) -> Iterator[int]:
        return (cost for cost in self._costs if cost)

    def less_than(self, amount: int) -> int | None:
        if max(self._costs) < amount:
            return None
        mask = sum(1 << index for index, cost in enumerate(self._costs) if cost < amount)
        return self._admits(mask)

    def least(self, amount: int) -> int:
        return min(cost for cost in self._costs if cost >= amount)

    def take(self, amount: int, paid: int) -> None:
        self._costs = [cost - paid if cost >= amount else cost for cost in self._costs]


class CountShare:
    """What is paid for each of some literals that is false, beyond the first: it was paid when they were found not to
    be true together.

    The counter grows only as far as it is asked (iterative totalizer: Martins, Joshi, Manquinho and Lynce,
    "Incremental cardinality constraints for MaxSAT", 2014).
    """

    def __init__(self, encoding: Encoding, literals: Sequence[int], each: int) -> None:
        self._encoding = encoding
        self._counter = ITotalizer([-literal for literal in literals], 1, encoding.literal())
        self._most = len(literals) - 1
        self._each = each
        self._allowed = 1
        self._rest = each
        self._adopt(self._counter.cnf.clauses)

    def amounts(self) -> Iterator[int]:
        return iter([self._rest] if self._allowed <= self._most else [])

    def less_than(self, amount: int) -> int | None:
        if self._allowed > self._most or self._rest < amount:
            return None
        return -int(self._counter.rhs[self._allowed])

    def least(self, amount: int) -> int:
        return self._rest

    def take(self, amount: int, paid: int) -> None:
        self._rest -= paid
        if not self._rest:
            self._allowed += 1
            self._rest = self._each
            if self._allowed <= self._most:
                self._counter.increase(self._allowed, self._encoding.literal())
                self._adopt(self._counter.cnf.clauses[-self._counter.nof_new :] if self._counter.nof_new else [])

    def _adopt(self, clauses: list[list[int]]) -> None:
        self._encoding.clauses.extend(clauses)
        self._encoding.reserve(self._counter.top_id)
