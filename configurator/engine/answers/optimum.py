"""The least that any product costs, with a product that costs just that.

Core-guided: at first nothing is paid, and the solver is asked for a product without costs. Each time it names decisions
that cannot all be free, the least of what they cost is due in any case: the bound rises by it, it is taken from their
shares, and what any more of them would cost becomes a share of its own. In the end a product has nothing left to pay.
Large amounts come first, so that good products are met early (OLL with stratification: Andres, Kaufmann, Matheis and
Schaub, "Unsatisfiability-based optimization in clasp", 2012; Morgado, Dodaro and Marques-Silva, "Core-guided MaxSAT
with soft cardinality constraints", 2014).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from configurator.engine.answers.shares import CountShare, Share
from configurator.engine.solving.encoding import Encoding
from configurator.engine.solving.slots import State
from configurator.engine.solving.solver import Solver

COARSE = 8
"""Amounts looked at in one go: from the largest down to this part of it."""
TRIMS = 2
"""So often a core is asked again for a smaller one."""


class Optimum:
    """Looks for it. `best` costs `cost`, and no product costs less than `bound`."""

    def __init__(
        self, encoding: Encoding, solver: Solver, shares: Iterable[Share], bound: int, cost: Callable[[State], int]
    ) -> None:
        """`solver` must have some product for an answer, and `cost` tell the sum of the bound and the shares."""
        self._encoding = encoding
        self._solver = solver
        self._shares = list(shares)
        self._cost = cost
        self.bound = bound
        solver.solve([])
        self.best = solver.state
        self.cost = cost(solver.state)

    def prove(self) -> None:
        """Raise the bound and look for cheaper products until they meet. Raises `Exhausted`."""
        level = self._next_level(None)
        while self.bound < self.cost and level:
            if not self._raise(level):
                level = self._next_level(level)

    def nothing_left(self) -> list[int]:
        """Literals which just the products that cost no more than the bound can have true together."""
        return [share.less_than(1) for share in self._shares if share.most]

    def _next_level(self, level: int | None) -> int | None:
        """The smallest amount to look at next: below `level`, if one is given."""
        amounts = {amount for share in self._shares for amount in share.amounts() if level is None or amount < level}
        most = max(amounts, default=None)
        return most and min(amount for amount in amounts if amount * COARSE >= most)

    def _raise(self, level: int) -> bool:
        """Take what is due of amounts from `level` on until a product pays nothing of them; whether anything was."""
        owners = {share.less_than(level): share for share in self._shares if share.most >= level}
        before = self.bound
        while not self._solver.solve([*owners]):
            core = self._trimmed(self._solver.core)
            due = min(owners[literal].least(level) for literal in core)
            self.bound += due
            for literal in core:
                owners.pop(literal).take(level, due)
            self._encoding.clauses.append([-literal for literal in core])
            if len(core) > 1:
                self._shares.append(CountShare(self._encoding, core, due))
            if self.bound >= self.cost:
                return True
        cost = self._cost(self._solver.state)
        if cost < self.cost:
            self.best, self.cost = self._solver.state, cost
        return self.bound > before

    def _trimmed(self, core: list[int]) -> list[int]:
        for _ in range(TRIMS):
            self._solver.solve(core)
            smaller = self._solver.core
            if len(smaller) == len(core):
                break
            core = smaller
        return core
