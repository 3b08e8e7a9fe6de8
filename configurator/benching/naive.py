"""The method that the engine is held against: one question to the solver for each value, and nothing kept of it."""

from __future__ import annotations

from collections.abc import Iterable

from configurator.engine.model import Facts, ProductModel
from configurator.engine.solving.encoding import Encoding
from configurator.engine.solving.rulebook import Rulebook
from configurator.engine.solving.slots import Space
from configurator.engine.solving.solver import Solver


class Naive:
    """The same encoding and the same kind of solver, kept warm, but no witness, no memory and no propagation."""

    def __init__(self, model: ProductModel, facts: Facts) -> None:
        self._encoding = Encoding(Space(model))
        rules = Rulebook(model, self._encoding.space, self._encoding)
        self._solver = Solver(self._encoding, [rules.everything])
        self._bars = [barred.selector for barred in rules.standing(facts)]

    def possible(self, held: Iterable[tuple[int, int]], values: Iterable[tuple[int, int]]) -> list[bool]:
        """Whether each value (slot, index) is within reach where every slot held takes one of its mask."""
        assumed = [*self._bars, *(self._encoding.member(slot, mask) for slot, mask in held)]
        return [self._solver.solve([*assumed, self._encoding.value(slot, index)]) for slot, index in values]
