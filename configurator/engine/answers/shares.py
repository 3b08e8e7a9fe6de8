"""The shares of a cost: what each decision adds beyond the least that is proven so far.

Proving takes from shares what must be paid in any case, until some product has nothing left to pay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from pysat.card import ITotalizer

from configurator.engine.solving.encoding import Encoding


class Share(Protocol):
    """Something that may have to be paid for, and how much that still is."""

    @property
    def most(self) -> int:
        """The most that may be left to pay."""

    def amounts(self) -> Iterable[int]:
        """All that may be left to pay, other than nothing."""

    def less_than(self, amount: int) -> int:
        """The literal that says: less than `amount` is left to pay, which is `most` or less."""

    def least(self, amount: int) -> int:
        """The smallest that is left to pay where it is not less than `amount`."""

    def take(self, amount: int, paid: int) -> None:
        """Where not less than `amount` is left to pay, it is now `paid` less."""


class ValueShare:
    """What is paid for one of several values that exclude each other. `admits` makes the literal of a set of them."""

    def __init__(self, costs: Sequence[int], admits: Callable[[int], int]) -> None:
        self._costs = list(costs)
        self._admits = admits
        self.most = max(costs)

    def amounts(self) -> Iterable[int]:
        return filter(None, self._costs)

    def less_than(self, amount: int) -> int:
        return self._admits(sum(1 << index for index, cost in enumerate(self._costs) if cost < amount))

    def least(self, amount: int) -> int:
        return min(cost for cost in self._costs if cost >= amount)

    def take(self, amount: int, paid: int) -> None:
        self._costs = [cost - paid if cost >= amount else cost for cost in self._costs]
        self.most = max(self._costs)


class CountShare:
    """What is paid for each of some literals that is false, beyond the first: it was paid when they were found not to
    be true together.

    The counter grows only as far as it is asked (iterative totalizer: Martins, Joshi, Manquinho and Lynce,
    "Incremental cardinality constraints for MaxSAT", 2014).
    """

    def __init__(self, encoding: Encoding, literals: Sequence[int], each: int) -> None:
        self._encoding = encoding
        self._counter = ITotalizer([-literal for literal in literals], 1, encoding.literal())
        self._each = self.most = each
        self._free = 1
        """So many may be false at no cost."""
        self._adopt(self._counter.cnf.clauses)

    def amounts(self) -> Iterable[int]:
        return [self.most] if self.most else []

    def less_than(self, amount: int) -> int:
        return -int(self._counter.rhs[self._free])

    def least(self, amount: int) -> int:
        return self.most

    def take(self, amount: int, paid: int) -> None:
        self.most -= paid
        if not self.most and self._free + 1 < len(self._counter.lits):
            self._free += 1
            self.most = self._each
            self._counter.increase(self._free, self._encoding.literal())
            self._adopt(self._counter.cnf.clauses[len(self._counter.cnf.clauses) - self._counter.nof_new :])

    def _adopt(self, clauses: list[list[int]]) -> None:
        self._encoding.clauses.extend(clauses)
        self._encoding.reserve(self._counter.top_id)
