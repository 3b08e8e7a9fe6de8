"""By how much a comparison fails: what it needs, and what there is at best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from configurator.engine.choices import Choice
from configurator.engine.language import And, Compare, Formula, Or
from configurator.engine.model import ProductModel, Rule
from configurator.engine.solving.lowering import Weighted, weighted
from configurator.engine.solving.memory import Held
from configurator.engine.solving.slots import Space
from configurator.engine.verdict import Shortfall


@dataclass(frozen=True, slots=True)
class _Demand:
    """That one sum may not exceed another, and for each slot what its values leave between them."""

    needs: Weighted
    has: Weighted
    left: Weighted
    strict: bool


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
        low, high = weighted(self._space, needs.left), weighted(self._space, needs.right)
        return _Demand(low, high, high.plus(low.times(Fraction(-1))), strict)

    def _shortfall(self, rule: Rule, demand: _Demand, held: Held, blamed: Sequence[Choice]) -> Shortfall | None:
        best = {slot: self._best(slot, demand.left, held) for slot in demand.left.weights}
        left = _total(demand.left, best)
        if left > 0 or (left == 0 and not demand.strict):
            return None
        lost = {}
        for choice in blamed:
            slot = self._space.slot_number(choice.group, choice.option)
            if slot in best:
                lost[choice] = max(demand.left.weights[slot]) - demand.left.weights[slot][best[slot]]
        terms = sorted(lost, key=lambda choice: -lost[choice])
        return Shortfall(
            _decimal(_total(demand.needs, best)), _decimal(_total(demand.has, best)), rule.figures, tuple(terms)
        )

    def _best(self, slot: int, left: Weighted, held: Held) -> int:
        """The value of the slot, among those that are held, which leaves most."""
        indices = self._space.slots[slot].indices(held.get(slot, -1) & self._space.slots[slot].full)
        return max(indices, key=lambda index: left.weights[slot][index])


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


def _total(total: Weighted, indices: dict[int, int]) -> Fraction:
    return total.constant + sum(weights[indices[slot]] for slot, weights in total.weights.items())


def _decimal(figure: Fraction) -> Decimal:
    return Decimal(figure.numerator) / Decimal(figure.denominator)
