"""A warm SAT solver that answers with products.

Choices and rules are assumptions, so no shopper's state stays inside. Sums of three terms and more are checked on each
model it finds; a broken one is answered by a few cover clauses, each lowered as far as it still forbids that model, and
the solver is asked again (lazy clause generation; see docs/decisions for what was measured).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from pysat.solvers import Glucose4

from configurator.engine.solving.encoding import Encoding, Sum
from configurator.engine.solving.slots import State
from configurator.engine.solving.windows import Search

CONFLICT = 200
QUESTION = 100
"""What a conflict and a question take, in steps; a step is one literal that follows from others."""
ROUNDS = 3
"""So many times a question may be answered by a product that breaks a sum; then it is searched for by windows."""

QUESTIONS = 2000
"""So many clauses are added for one question only; then the solver begins anew, since the dead ones slow it."""


class Exhausted(Exception):
    """The questions took more work than they were allowed: an answer is not known."""


@dataclass(slots=True)
class Work:
    """How many steps solvers may still take before they give up; None: without end. A million is about a second."""

    left: int | None = None


class Solver:
    """Answers "is there a product with these literals true", with the product or with a core.

    The literals in `given` are true in all its answers, at no cost. Solvers may share the `work` they are allowed.
    """

    def __init__(self, encoding: Encoding, given: Sequence[int] = (), work: Work | None = None) -> None:
        self._encoding = encoding
        self._given = [(literal,) for literal in given]
        slots = encoding.space.slots
        self._at = {
            encoding.value(number, index): (number, index)
            for number, slot in enumerate(slots)
            for index in range(len(slot.values))
            if len(slot.values) > 1
        }
        """For each literal that gives a slot one of several values: the slot and the value."""
        self._last = max(map(abs, self._at), default=0)
        self.work = work or Work()
        self._core: list[int] | None = None
        self._spare: list[int] = []
        self._marks: list[int] = []
        self._begin()

    def _begin(self) -> None:
        self._sat = Glucose4(bootstrap_with=[*self._encoding.clauses, *self._given])
        self._read = len(self._encoding.clauses)
        self._asked = 0
        self._imitated: State | None = None
        self._model: list[int] = []
        self._state: State | None = None

    def solve(self, assumptions: Sequence[int]) -> bool:
        """Whether a product exists in which all `assumptions` are true; then `state` is one.

        Raises `Exhausted` where `work` is bounded and not enough.
        """
        return self._answer(assumptions, ())

    def _answer(self, assumptions: Sequence[int], clauses: Sequence[Sequence[int]]) -> bool:
        """`solve`, by covers; where many of them do not do, by the windows that the sums leave open."""
        self._core = None
        answer = self._covered(assumptions, ROUNDS)
        if answer is None:
            answer = self._by_windows.find(assumptions, clauses)
            self._core = None if answer else list(assumptions)
        return answer

    @cached_property
    def _by_windows(self) -> Search:
        return Search(self._encoding, self.propagate, lambda assumptions: bool(self._covered(assumptions, None)))

    def _covered(self, assumptions: Sequence[int], rounds: int | None) -> bool | None:
        """The answer, or None if it takes more than `rounds` of covers and there are windows to go by."""
        for turn in count():
            self._learn()
            self._state = None
            if not self._search(assumptions):
                return False
            self._model = self._sat.get_model() or []
            broken = self._broken()
            if not broken:
                return True
            if turn == rounds and self._by_windows.needed:
                break
            for found in broken:
                self._cut(found)
        return None

    def _search(self, assumptions: Sequence[int]) -> bool:
        self._turn_to_imitated()
        if self.work.left is None:
            return bool(self._sat.solve(assumptions=assumptions))
        if self.work.left <= 0:
            raise Exhausted
        before = self._steps()
        self._sat.conf_budget(self.work.left // CONFLICT + 1)
        self._sat.prop_budget(self.work.left)
        answer = self._sat.solve_limited(assumptions=assumptions)
        self.work.left -= QUESTION + self._steps() - before
        if answer is None:
            raise Exhausted
        return bool(answer)

    def _steps(self) -> int:
        stats = self._sat.accum_stats()
        return int(stats["propagations"]) + CONFLICT * int(stats["conflicts"])

    def ask(self, assumptions: Sequence[int], clauses: Sequence[Sequence[int]]) -> bool:
        """`solve`, with clauses that hold for this question alone."""
        if self._asked == QUESTIONS:
            self._begin()
        if self._asked == len(self._marks):
            self._marks.append(self._encoding.literal())
        mark = self._marks[self._asked]
        self._asked += 1
        self._learn()
        self._sat.append_formula([[-mark, *clause] for clause in clauses])
        answer = self._answer([*assumptions, mark], clauses)
        self._sat.add_clause([-mark])
        return answer

    def spare(self, count: int) -> list[int]:
        """Variables to be used in the clauses of one question."""
        while len(self._spare) < count:
            self._spare.append(self._encoding.literal())
        return self._spare[:count]

    @property
    def state(self) -> State:
        """The product found by the last `solve` that said yes: the index of the value in each slot."""
        if self._state is None:
            at, values = self._at, [0] * len(self._encoding.space.slots)
            for literal in self._model[: self._last]:
                if literal in at:
                    slot, values[slot] = at[literal]
            self._state = tuple(values)
        return self._state

    @property
    def core(self) -> list[int]:
        """Assumptions of the last `solve` that said no which cannot all be true."""
        return self._core if self._core is not None else self._sat.get_core() or []

    def propagate(self, assumptions: Sequence[int]) -> list[int] | None:
        """Literals that follow from `assumptions` without search, beyond those that always hold; None where they
        contradict each other.

        Raises `Exhausted` as `solve` does.
        """
        self._learn()
        if self.work.left is not None:
            if self.work.left <= 0:
                raise Exhausted
            self.work.left -= QUESTION
        possible, implied = self._sat.propagate(assumptions=assumptions)
        return implied if possible else None

    def prefer(self, literals: list[int]) -> None:
        """Try these literals true first, until told otherwise."""
        self._imitated = None
        self._sat.set_phases(literals)

    def imitate(self, state: State) -> None:
        """Look for products near to this one, until told otherwise."""
        self._imitated = state

    def _turn_to_imitated(self) -> None:
        """Prefer what the product to be imitated says of each literal; only now, since mostly nothing is asked."""
        if self._imitated is None:
            return
        held = [self._encoding.value(slot, index) for slot, index in enumerate(self._imitated)]
        if self._sat.solve(assumptions=held):
            self._sat.set_phases(self._sat.get_model() or [])
        self._imitated = None

    def _learn(self) -> None:
        """Take over the clauses that came since."""
        if self._read < len(self._encoding.clauses):
            self._sat.append_formula(self._encoding.clauses[self._read :])
            self._read = len(self._encoding.clauses)

    def _broken(self) -> list[Sum]:
        """The sums that this model breaks."""
        asked = [found for found in self._encoding.sums if self._model[found.literal - 1] > 0]
        state = self.state if asked else ()
        return [found for found in asked if found.atom.over(state)]

    def _cut(self, found: Sum) -> None:
        """Covers that forbid this state: lower the lightest terms first, then the heaviest first."""
        state = self.state
        weights = [figures[state[slot]] for slot, figures in found.atom.terms]
        lightest = sorted(range(len(weights)), key=lambda term: (weights[term], term))
        covers = {_lowered(found, weights, order) for order in (lightest, lightest[::-1])}
        for cover in sorted(covers):
            self._encoding.cover(found, cover)


def _lowered(found: Sum, weights: list[int], order: list[int]) -> tuple[int, ...]:
    """`weights`, each lowered to the least of its slot's that still keeps the sum over the bound."""
    excess = sum(weights) - found.atom.bound - 1
    lowered = list(weights)
    for term in order:
        levels = found.levels[term]
        least = levels[bisect_left(levels, lowered[term] - excess)]
        excess -= lowered[term] - least
        lowered[term] = least
    return tuple(lowered)
