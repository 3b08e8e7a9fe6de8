"""The cheapest and the dearest product that meets some choices.

Every question gets a solver of its own, which knows just the product and the choices: so no answer, proven or not,
depends on what was asked before. Of products that cost the same it is the one that keeps most of the base model's
defaults, in the author's order, as a standing product does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from configurator.engine.answers.costs import Costs
from configurator.engine.answers.exclusions import Exclusions
from configurator.engine.answers.optimum import Optimum
from configurator.engine.answers.shares import Share, ValueShare
from configurator.engine.answers.standing import Preferences, Settler
from configurator.engine.language import Formula, Not
from configurator.engine.objective import Objective
from configurator.engine.product import Product
from configurator.engine.solving.kernel import Kernel, Scope
from configurator.engine.solving.lowering import TooLarge, lower
from configurator.engine.solving.memory import Held
from configurator.engine.solving.slots import State
from configurator.engine.solving.solver import Exhausted, Solver

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
        return self._best(scope, held, objective, wishes, work, 1)

    def dearest(self, scope: Scope, held: Held, objective: Objective, wishes: Preferences, work: int) -> Completion:
        """The dearest product that meets `held`."""
        return self._best(scope, held, objective, wishes, work, -1)

    def _best(
        self, scope: Scope, held: Held, objective: Objective, wishes: Preferences, work: int, sign: int
    ) -> Completion:
        kernel = self._kernel
        costs = Costs(kernel.model, kernel.space, objective, sign)
        question = _Question(kernel, costs, self._closed_by)
        question.fix([kernel.rules.everything, *scope.always, *question.literals(held)])
        question.lean(wishes)
        optimum = question.optimum(self._exclusions)
        state = None
        with suppress(Exhausted):
            question.solver.work.left = work
            optimum.prove()
            state = question.settled(optimum, wishes) if optimum.bound == optimum.cost else None
        state = state or question.improved(optimum.best)
        return Completion(kernel.space.product(state), sign * costs.of(state), sign * optimum.bound)

    @cached_property
    def _closed_by(self) -> dict[int, tuple[int, int]]:
        """For each literal that says "not this value": the slot, and the value as a mask."""
        slots = enumerate(self._kernel.space.slots)
        return {-self._kernel.original.value(n, i): (n, 1 << i) for n, slot in slots for i in range(len(slot.values))}

    @cached_property
    def _exclusions(self) -> Exclusions:
        encoding, slots = self._kernel.original.copy(), self._kernel.space.slots
        pairs = [number for number, slot in enumerate(slots) if len(slot.values) == 2]
        literals = [encoding.value(number, index) for number in pairs for index in (0, 1)]
        return Exclusions(Solver(encoding, [self._kernel.rules.everything]), literals)


Complete = Callable[[Completer, Scope, Held, Objective, Preferences, int], Completion]
"""Finds the best product in one direction."""


class _Question:
    """A solver and its clauses for one question, and the values that are possible in it for all it knows at once."""

    def __init__(self, kernel: Kernel, costs: Costs, closed_by: Mapping[int, tuple[int, int]]) -> None:
        self._kernel = kernel
        self._costs = costs
        self._closed_by = closed_by
        self._possible = [slot.full for slot in kernel.space.slots]
        self.encoding = kernel.original.copy()
        self._conditions = [(self._condition(formula), amount) for formula, amount in costs.conditions]
        self.solver = Solver(self.encoding)

    def _condition(self, formula: Formula) -> int | None:
        """The literal that says: the formula holds. None for one that is too large: it makes the bound less tight."""
        try:
            holding, failing = (lower(self._kernel.space, part) for part in (formula, Not(formula)))
        except TooLarge:
            return None
        holds, fails = self.encoding.literal(), self.encoding.literal()
        self.encoding.add(holding, holds)
        self.encoding.add(failing, fails)
        self.encoding.clauses.extend([[holds, fails], [-holds, -fails]])
        return holds

    def literals(self, held: Held) -> list[int]:
        """What is held, as literals."""
        return [self.encoding.member(slot, mask) for slot, mask in held.items()]

    def fix(self, literals: list[int]) -> None:
        """Let the literals be true for good, and note the values that are impossible at once."""
        for literal in self.solver.propagate(literals) or ():
            if literal in self._closed_by:
                slot, mask = self._closed_by[literal]
                self._possible[slot] &= ~mask
        self.encoding.clauses.extend([literal] for literal in literals)

    def lean(self, wishes: Preferences) -> None:
        """Let the solver try what costs the least first, and of that what is wished."""
        best = (
            min(ranking, key=costs.__getitem__)
            for costs, ranking in zip(self._costs.values, wishes.rankings, strict=True)
        )
        self.solver.prefer([self.encoding.value(slot, index) for slot, index in enumerate(best)])

    def optimum(self, exclusions: Exclusions) -> Optimum:
        """The search, begun with what is due in any case."""
        bound = self._costs.base
        shares: list[Share] = []
        pairs: dict[int, int] = {}
        for slot, costs in enumerate(self._costs.values):
            mask = self._possible[slot]
            least = min([cost for index, cost in enumerate(costs) if mask >> index & 1])
            bound += least
            over = [cost - least if mask >> index & 1 else 0 for index, cost in enumerate(costs)]
            if not any(over):
                continue
            if len(costs) == 2:
                pairs[self.encoding.value(slot, over.index(0))] = max(over)
            else:
                shares.append(ValueShare(over, partial(self.encoding.member, slot)))
        alone = dict(pairs)
        for together in exclusions.sets(pairs):
            amounts = [alone.pop(literal) for literal in together]
            bound += sum(amounts) - max(amounts)
            over = [max(amounts) - amount for amount in amounts]
            shares.append(ValueShare([*over, max(amounts)], partial(self._one_of, together)))
        for holds, amount in self._conditions:
            bound += min(amount, 0)
            if holds is not None:
                alone[-holds if amount > 0 else holds] = abs(amount)
        shares += [ValueShare([0, amount], partial(_free, literal)) for literal, amount in alone.items()]
        return Optimum(self.encoding, self.solver, shares, bound, self._costs.of)

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
        self.fix(optimum.nothing_left())
        held = {slot: mask for slot, mask in enumerate(self._possible) if mask != self._kernel.space.slots[slot].full}
        settler = Settler(self._kernel, self.encoding, self.solver)
        return settler.settle([], held, wishes, optimum.best).state

    def improved(self, state: State) -> State:
        """The product, and then for as long as one gets cheaper by it with the one value changed that saves most."""
        neighbours = self._kernel.neighbours
        starts, slot_of = neighbours.starts[:-1], neighbours.slot_of
        costs = np.array([cost for values in self._costs.values for cost in values], dtype=np.int64)
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
            if saved[best] <= 0 or self._costs.of(better) >= self._costs.of(state):
                return state
            state = better


def _free(literal: int, mask: int) -> int:
    """Of two values, "free" and "to be paid", the literal of one; `literal` is that of the first."""
    return literal if mask == 1 else -literal
