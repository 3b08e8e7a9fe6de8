"""By how much a comparison fails: what it needs, and what there is at best."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from configurator.engine.choices import Choice
from configurator.engine.language import And, Compare, Formula, Or
from configurator.engine.model import ProductModel, Rule
from configurator.engine.solving.lowering import Weighted, weighted
from configurator.engine.solving.memory import Held
from configurator.engine.solving.slots import Space
from configurator.engine.verdict import Shortfall


class _Figures:
    """A sum in whole numbers of its finest unit, of which `scale` make one."""

    def __init__(self, total: Weighted) -> None:
        figures = (total.constant, *(weight for weights in total.weights.values() for weight in weights))
        self.scale = math.lcm(*(figure.denominator for figure in figures))
        self.constant = int(total.constant * self.scale)
        self.weights = {slot: [int(w * self.scale) for w in weights] for slot, weights in total.weights.items()}

    def of(self, indices: dict[int, int]) -> int:
        """What it comes to with these values."""
        return self.constant + sum([weights[indices[slot]] for slot, weights in self.weights.items()])

    def shown(self, indices: dict[int, int]) -> Decimal:
        """The same as people read it."""
        figure = Fraction(self.of(indices), self.scale)
        return Decimal(figure.numerator) / Decimal(figure.denominator)


class _Demand:
    """That one sum may not exceed another, or must be less where it is `strict`; for each slot what its values leave
    between them, and its values from the one that leaves most."""

    def __init__(self, needs: Weighted, has: Weighted, strict: bool) -> None:
        self.needs, self.has, self.strict = _Figures(needs), _Figures(has), strict
        self.left = _Figures(has.plus(needs.times(Fraction(-1))))
        self.ranked = {
            slot: sorted(range(len(weights)), key=lambda index: (-weights[index], index))
            for slot, weights in self.left.weights.items()
        }

    def best(self, held: Held) -> dict[int, int]:
        """For each slot the value, among those that are held, which leaves most."""
        return {
            slot: next(index for index in ranked if held[slot] >> index & 1) if slot in held else ranked[0]
            for slot, ranked in self.ranked.items()
        }


class Shortfalls:
    """The figures of a product's comparisons, worked out for one rule when it is first asked about."""

    def __init__(self, model: ProductModel, space: Space) -> None:
        self._rules = {rule.code: rule for rule in model.rules}
        self._space = space
        self._demands: dict[str, list[_Demand]] = {}

    def of(self, code: str, wanted: Held, blamed: Sequence[Choice]) -> Shortfall | None:
        """By how much the rule of that code fails in every product with the `wanted` values and the blamed choices.

        The figures are those of the product for which it comes nearest to holding. None where they alone show nothing:
        the rule does not compare, or other rules have a part in it.
        """
        rule = self._rules.get(code)
        if rule is None:
            return None
        held = dict(wanted)
        for choice in blamed:
            slot, mask = self._space.choice_mask(choice) or (0, -1)
            held[slot] = held.get(slot, mask) & mask
        if code not in self._demands:
            self._demands[code] = [self._demand(*sides) for sides in comparisons(rule.formula)]
        return next(filter(None, (self._shortfall(rule, d, held, blamed) for d in self._demands[code])), None)

    def _demand(self, needs: Compare, strict: bool) -> _Demand:
        return _Demand(weighted(self._space, needs.left), weighted(self._space, needs.right), strict)

    def _shortfall(self, rule: Rule, demand: _Demand, held: Held, blamed: Sequence[Choice]) -> Shortfall | None:
        best = demand.best(held)
        left = demand.left.of(best)
        if left > 0 or (left == 0 and not demand.strict):
            return None
        lost = {}
        for choice in blamed:
            slot = self._space.slot_number(choice.group, choice.option)
            if slot in best:
                weights = demand.left.weights[slot]
                lost[choice] = max(weights) - weights[best[slot]]
        terms = sorted(lost, key=lambda choice: -lost[choice])
        return Shortfall(demand.needs.shown(best), demand.has.shown(best), rule.figures, tuple(terms))


def comparisons(formula: Formula) -> Iterator[tuple[Compare, bool]]:
    """What a formula demands if no other part of it helps: sums that may not exceed others, and whether they must
    differ."""
    match formula:
        case Compare(left, "<=" | "<" as sign, right):
            yield Compare(left, "<=", right), sign == "<"
        case Compare(left, ">=" | ">" as sign, right):
            yield Compare(right, "<=", left), sign == ">"
        case Compare(left, "=", right):
            yield Compare(left, "<=", right), False
            yield Compare(right, "<=", left), False
        case And(parts) | Or(parts):
            for part in parts:
                yield from comparisons(part)
