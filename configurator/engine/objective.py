"""What is to be as small or as large as can be: whole units for everything that a product may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from configurator.engine.evaluate import condition
from configurator.engine.language import Formula
from configurator.engine.model import ProductModel
from configurator.engine.product import Product


@dataclass(frozen=True, slots=True)
class Objective:
    """Units are of any kind, and may be below 0; what is not named counts nothing.

    `options` are for one piece, `numbers` for each value of a group, `given` for a text or a file that is given,
    `while_true` for as long as a condition holds.
    """

    base: int = 0
    options: Mapping[tuple[str, str], int] = field(default_factory=dict)
    numbers: Mapping[str, Mapping[Decimal, int]] = field(default_factory=dict)
    given: Mapping[str, int] = field(default_factory=dict)
    while_true: tuple[tuple[Formula, int], ...] = ()


def costing(model: ProductModel, objective: Objective) -> Callable[[Product], int]:
    """What a product costs under `objective`, read straight from it."""
    conditions = [(condition(model, formula), amount) for formula, amount in objective.while_true]

    def cost(product: Product) -> int:
        pieces = sum(objective.options.get(key, 0) * count for key, count in product.options.items())
        values = sum(objective.numbers.get(group, {}).get(value, 0) for group, value in product.numbers.items())
        given = sum(objective.given.get(group, 0) for group in product.texts)
        return objective.base + pieces + values + given + sum(amount for holds, amount in conditions if holds(product))

    return cost
