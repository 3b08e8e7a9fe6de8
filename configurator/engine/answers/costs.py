"""An objective in terms of slots: what each value costs."""

from __future__ import annotations

from configurator.engine.evaluate import condition
from configurator.engine.model import Kind, ProductModel
from configurator.engine.objective import Objective
from configurator.engine.solving.slots import Slot, Space, State


class Costs:
    """What the values of each slot cost, and what is due while a condition holds; all times `sign`."""

    def __init__(self, model: ProductModel, space: Space, objective: Objective, sign: int) -> None:
        self._space = space
        self.base = sign * objective.base
        self.values = [[sign * cost for cost in _costs(slot, objective)] for slot in space.slots]
        self.conditions = [(formula, sign * amount) for formula, amount in objective.while_true if amount]
        self._holds = [(condition(model, formula), amount) for formula, amount in self.conditions]

    def of(self, state: State) -> int:
        """What a product costs."""
        cost = self.base + sum([costs[index] for costs, index in zip(self.values, state, strict=True)])
        if self._holds:
            product = self._space.product(state)
            cost += sum(amount for holds, amount in self._holds if holds(product))
        return cost


def _costs(slot: Slot, objective: Objective) -> list[int]:
    code = slot.group.code
    match slot.group.kind:
        case Kind.NUMBER:
            numbers = objective.numbers.get(code, {})
            return [0 if value.absent else numbers.get(value.amount, 0) for value in slot.values]
        case Kind.TEXT | Kind.FILE:
            return [objective.given.get(code, 0) if value.amount else 0 for value in slot.values]
        case _:
            pieces = [(objective.options.get((code, value.option or ""), 0), value.amount) for value in slot.values]
            return [cost * int(amount) for cost, amount in pieces]
