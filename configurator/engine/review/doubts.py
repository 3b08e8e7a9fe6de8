"""Whether each rule of a product says anything that the others do not say already.

Behind one literal a rule holds, behind another it is broken: if no product keeps the others and breaks it, it changes
nothing. Such questions need clauses that no shopper asks for, so they have a solver of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from configurator.engine.answers.causes import minimal
from configurator.engine.language import And, Formula, Not, Or
from configurator.engine.model import Group, ProductModel, Review, Rule
from configurator.engine.solving.encoding import Encoding
from configurator.engine.solving.lowering import AtMost, Atom, Clause, Member, lower
from configurator.engine.solving.rulebook import statements
from configurator.engine.solving.slots import Space
from configurator.engine.solving.solver import Exhausted, Solver, Work
from configurator.engine.verdict import Cause

EACH = 300_000
"""A question that takes more steps than this is left without an answer."""
Thing = TypeVar("Thing")


class Doubts:
    """Asks what follows from what. All answers are None where they would take more work than is left."""

    def __init__(self, model: ProductModel, space: Space, work: int) -> None:
        self._space = space
        self._left = work
        self._encoding = Encoding(space)
        self.causes: list[Cause] = []
        """What each statement of the product is, rules and tables last."""
        self._kept: list[int] = []
        self._broken: list[int | None] = []
        for cause, clauses in statements(model, space):
            self.causes.append(cause)
            self._kept.append(self._behind(clauses))
            self._broken.append(self._opposite(clauses))
        self._spoken = {rule.code: self._formula(spoken) for rule in model.rules if (spoken := _condition(rule))}
        self._there = {group.code: self._existence(group.when) for group in model.groups if group.when is not None}
        self._due = {review.code: self._formula(review.when) for review in model.reviews}
        self._work = Work()
        self._solver = Solver(self._encoding, work=self._work)

    def implied(self, statement: int, others: Sequence[int]) -> list[int] | None:
        """Which of the others, as few as can be, let no product break the statement; empty where it cannot be broken
        anyway. None where some product can, or nobody knows."""
        opposite = self._broken[statement]
        if opposite is None:
            return []
        return self._core(opposite, others)

    def silent(self, rule: Rule, others: Iterable[int]) -> bool:
        """Whether no product that keeps the others meets the condition of the rule."""
        spoken = self._spoken.get(rule.code)
        return spoken is not None and self._possible([spoken, *(self._kept[other] for other in others)]) is False

    def existence(self, group: Group) -> tuple[bool | None, bool | None]:
        """Whether the group is there in some product, and whether it is not in some other."""
        there, gone = self._there[group.code]
        return self._possible([*self._kept, there]), self._possible([*self._kept, gone])

    def undue(self, review: Review) -> list[int] | None:
        """Which statements, as few as can be, let no product meet the condition of the review; None where some product
        does, or nobody knows."""
        return self._core(self._due[review.code], range(len(self._kept)))

    def fits(self, row: Iterable[Member], statement: int | None) -> bool | None:
        """Whether some product that keeps everything (but the statement, where one is named) is as the row says."""
        others = [kept for at, kept in enumerate(self._kept) if at != statement]
        return self._possible([*others, *(self._encoding.member(cell.slot, cell.mask) for cell in row)])

    @property
    def tired(self) -> bool:
        """Whether there is no work left to be done."""
        return self._left <= 0

    def _core(self, literal: int, others: Sequence[int]) -> list[int] | None:
        at = {self._kept[other]: other for other in others}
        found = self._asked(lambda: minimal(self._solver, list(reversed(at)), [literal]))
        return None if found is None else sorted(at[element] for element in found)

    def _possible(self, literals: list[int]) -> bool | None:
        return self._asked(lambda: self._solver.solve(literals))

    def _asked(self, question: Callable[[], Thing]) -> Thing | None:
        allowed = self._work.left = min(self._left, EACH)
        try:
            return question()
        except Exhausted:
            return None
        finally:
            self._left -= allowed - self._work.left

    def _behind(self, clauses: list[Clause]) -> int:
        """A literal with which the clauses hold. A selector stands in some clause, or the solver would not know it."""
        literal, selector = self._encoding.literal(), self._encoding.literal()
        self._encoding.add(clauses, selector)
        self._encoding.clauses.append((-literal, selector))
        return literal

    def _formula(self, formula: Formula) -> int:
        return self._behind(lower(self._space, formula))

    def _existence(self, when: Formula) -> tuple[int, int]:
        return self._formula(when), self._formula(Not(when))

    def _opposite(self, clauses: list[Clause]) -> int | None:
        """A literal behind which one of the clauses is broken; None where there is none."""
        if not clauses:
            return None
        broken = [self._behind([(self._denied(atom),) for atom in clause]) for clause in clauses]
        if len(broken) == 1:
            return broken[0]
        literal = self._encoding.literal()
        self._encoding.clauses.append((-literal, *broken))
        return literal

    def _denied(self, atom: Atom) -> Atom:
        if isinstance(atom, Member):
            return Member(atom.slot, self._space.slots[atom.slot].full & ~atom.mask)
        terms = tuple((slot, tuple(max(weights) - weight for weight in weights)) for slot, weights in atom.terms)
        return AtMost(terms, sum(max(weights) for _, weights in atom.terms) - atom.bound - 1)


def _condition(rule: Rule) -> Formula | None:
    """What has to be met for the rule to demand something: the condition of an implication."""
    if not isinstance(rule.formula, Or):
        return None
    given = tuple(part.part for part in rule.formula.parts if isinstance(part, Not))
    if not given or len(given) == len(rule.formula.parts):
        return None
    return given[0] if len(given) == 1 else And(given)
