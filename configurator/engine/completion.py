"""The cheapest and the dearest product that meets some choices.

Every question gets a solver of its own, which knows just the product and the choices: so no answer, proven or not,
depends on what was asked before. Of products that cost the same it is the one that keeps most of the base model's
defaults, in the author's order, as a standing product does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from configurator.engine.costs import Costs
from configurator.engine.encoding import Encoding
from configurator.engine.exclusions import Exclusions
from configurator.engine.kernel import Kernel, Scope
from configurator.engine.language import Formula, Not
from configurator.engine.lowering import lower
from configurator.engine.memory import Held
from configurator.engine.objective import Objective
from configurator.engine.optimum import Optimum
from configurator.engine.product import Product
from configurator.engine.shares import Share, ValueShare
from configurator.engine.slots import State
from configurator.engine.solver import Exhausted, Solver
from configurator.engine.standing import Preferences, Settler

WORK = 10_000_000
"""Steps that the solver may take for one answer, some two seconds; after that it is the best product found, and a
bound."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A buildable product, its cost, and a bound beyond which no product goes: none is cheaper, or none is dearer."""

    product: Product
    cost: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no product is better; otherwise this is the best one found."""
        return self.cost == self.bound


class Completer:
    """Finds completions of one product, with so much `work` for each. Some product must meet what is held."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel

    def cheapest(self, scope: Scope, held: Held, objective: Objective, wishes: Preferences, work: int) -> Completion:
        """The cheapest product that meets `held`."""
        return self._best(_Question(self._kernel, scope, held, objective, 1), wishes, work)

    def dearest(self, scope: Scope, held: Held, objective: Objective, wishes: Preferences, work: int) -> Completion:
        """The dearest product that meets `held`."""
        return self._best(_Question(self._kernel, scope, held, objective, -1), wishes, work)

    def _best(self, question: _Question, wishes: Preferences, work: int) -> Completion:
        question.lean(wishes)
        optimum = question.optimum(self._exclusions)
        try:
            question.solver.work.left = work
            optimum.prove()
            state = question.settled(optimum, wishes)
        except Exhausted:
            state = optimum.best if optimum.bound == optimum.cost else question.improved(optimum.best)
        cost, bound = question.costs.of(state), optimum.bound
        product = self._kernel.space.product(state)
        return Completion(product, question.sign * cost, question.sign * bound)

    @cached_property
    def _exclusions(self) -> Exclusions:
        return Exclusions(Solver(self._kernel.original.copy(), [self._kernel.rules.everything]))


Complete = Callable[[Completer, Scope, Held, Objective, Preferences, int], Completion]
"""Finds the best product in one direction."""


class _Question:
    """A solver and its clauses for one question, and the values that are possible in it for all it knows at once."""

    def __init__(self, kernel: Kernel, scope: Scope, held: Held, objective: Objective, sign: int) -> None:
        self._kernel = kernel
        self.sign = sign
        self.costs = costs = Costs(kernel.model, kernel.space, objective, sign)
        self.encoding = encoding = kernel.original.copy()
        self._conditions = [(_literal(encoding, formula), amount) for formula, amount in costs.conditions]
        self.solver = Solver(encoding)
        held_literals = [encoding.member(slot, mask) for slot, mask in held.items()]
        self._possible = [slot.full for slot in kernel.space.slots]
        self._fix([kernel.rules.everything, *scope.always, *held_literals])

    def _fix(self, literals: list[int]) -> None:
        """Let the literals be true for good, and note the values that go with that at once."""
        implied = set(self.solver.propagate(literals) or ())
        self.encoding.clauses.extend([literal] for literal in literals)
        for slot, mask in enumerate(self._possible):
            for index in range(mask.bit_length()):
                if -self.encoding.value(slot, index) in implied:
                    self._possible[slot] &= ~(1 << index)

    def lean(self, wishes: Preferences) -> None:
        """Let the solver try what costs the least first, and of that what is wished."""
        best = (
            min(ranking, key=costs.__getitem__)
            for costs, ranking in zip(self.costs.values, wishes.rankings, strict=True)
        )
        self.solver.prefer([self.encoding.value(slot, index) for slot, index in enumerate(best)])

    def optimum(self, exclusions: Exclusions) -> Optimum:
        """The search, begun with what is due in any case."""
        bound = self.costs.base
        shares: list[Share] = []
        pairs: dict[int, int] = {}
        for slot, costs in enumerate(self.costs.values):
            possible = self._kernel.space.slots[slot].indices(self._possible[slot])
            least = min(costs[index] for index in possible)
            bound += least
            over = [costs[index] - least if index in possible else 0 for index in range(len(costs))]
            if len(costs) == 2 and any(over):
                pairs[self.encoding.value(slot, over.index(0))] = max(over)
            elif any(over):
                shares.append(ValueShare(over, partial(self.encoding.member, slot)))
        alone = dict(pairs)
        for together in exclusions.sets(sorted(pairs, key=pairs.__getitem__, reverse=True)):
            amounts = [alone.pop(literal) for literal in together]
            bound += sum(amounts) - max(amounts)
            over = [max(amounts) - amount for amount in amounts]
            shares.append(ValueShare([*over, max(amounts)], partial(self._one_of, together)))
        for literal, amount in self._conditions:
            bound += min(amount, 0)
            alone[-literal if amount > 0 else literal] = abs(amount)
        shares += [ValueShare([0, amount], partial(_free, literal)) for literal, amount in alone.items()]
        return Optimum(self.encoding, self.solver, shares, bound, self.costs.of)

    def _one_of(self, together: list[int], mask: int) -> int:
        """A literal that says: what is true of `together` is in `mask`, whose last place stands for none of them."""
        literal = self.encoding.literal()
        if mask >> len(together) & 1:
            outside = [other for index, other in enumerate(together) if not mask >> index & 1]
            self.encoding.clauses.extend([-literal, -other] for other in outside)
        else:
            self.encoding.clauses.append([-literal, *(other for i, other in enumerate(together) if mask >> i & 1)])
        return literal

    def settled(self, optimum: Optimum, wishes: Preferences) -> State:
        """Of all products that cost no more than the bound, the one that keeps most of what is wished."""
        self._fix(optimum.nothing_left())
        held = {slot: mask for slot, mask in enumerate(self._possible) if mask != self._kernel.space.slots[slot].full}
        settler = Settler(self._kernel, self.encoding, self.solver)
        return settler.settle([], held, wishes, optimum.best).state

    def improved(self, state: State) -> State:
        """The product, and then for as long as one gets cheaper by it with the one value changed that saves most."""
        neighbours = self._kernel.neighbours
        starts, slot_of = neighbours.starts[:-1], neighbours.slot_of
        costs = np.array([cost for values in self.costs.values for cost in values], dtype=np.int64)
        possible = np.array(
            [
                bool(mask >> index & 1)
                for slot, mask in zip(self._kernel.space.slots, self._possible, strict=True)
                for index in range(len(slot.values))
            ]
        )
        while True:
            present = starts + np.array(state)
            saved = np.where(neighbours.buildable(state) & possible, costs[present][slot_of] - costs, 0)
            best = int(saved.argmax())
            slot = int(slot_of[best])
            better = (*state[:slot], int(best - starts[slot]), *state[slot + 1 :])
            if saved[best] <= 0 or self.costs.of(better) >= self.costs.of(state):
                return state
            state = better


def _free(literal: int, mask: int) -> int:
    """Of two values, "free" and "to be paid", the literal of one; `literal` is that of the first."""
    return literal if mask == 1 else -literal


def _literal(encoding: Encoding, formula: Formula) -> int:
    """The literal that says: the formula holds."""
    holds, fails = encoding.literal(), encoding.literal()
    encoding.add(lower(encoding.space, formula), holds)
    encoding.add(lower(encoding.space, Not(formula)), fails)
    encoding.clauses.extend([[holds, fails], [-holds, -fails]])
    return holds
