"""Slots and clauses as propositional clauses for the solver.

Each value of a slot has a literal; a slot with many values has order literals too ("index >= i"), which keep its
exactly-one constraint and its thresholds short. Any other set of values gets one defined literal, made when first
asked for. Every rule has a selector literal: assumed, the rule holds; left out, it does not speak. So the core of a
contradiction names rules.

Sums over two slots become clauses here. Longer ones stay out: `Sum` keeps them for the solver, which adds a clause
only when a model breaks one (lazy covers, see solver.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import pairwise

from configurator.engine.solving.lowering import AtMost, Clause, Member
from configurator.engine.solving.slots import Space

MOST_COUNTED = 5000
"""Counts of at most so many steps (options times bound) become clauses; longer ones are sums like others."""

ORDERED_FROM = 7
"""Slots of at least so many values get order literals; below, pairwise clauses are fewer."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that must stay under its bound whenever `literal` is true."""

    literal: int
    atom: AtMost
    levels: tuple[tuple[int, ...], ...]
    """The distinct weights of each term, ascending."""
    reached: dict[tuple[int, int], int] = field(default_factory=dict)
    """The literal that says: this term weighs at least so much; made when first asked for."""
    heavy: dict[int, dict[int, int]] = field(default_factory=dict)
    """Of terms that were asked for: for each weight the set of values that weigh at least so much."""


class Encoding:
    """The growing list of clauses of one product; solvers take over what is new since they last looked.

    Most are tuples, which the garbage collector does not look through again and again.
    """

    def __init__(self, space: Space) -> None:
        self.space = space
        self.clauses: list[Sequence[int]] = []
        self.sums: list[Sum] = []
        self._count = 0
        self._defined: dict[tuple[int, int], int] = {}
        self._direct = [self._values(number) for number in range(len(space.slots))]

    def copy(self) -> Encoding:
        """The same clauses, to be added to apart."""
        other = copy(self)
        other.clauses = self.clauses.copy()
        other.sums = [replace(found, reached={}) for found in self.sums]
        other._defined = self._defined.copy()
        return other

    def reserve(self, last: int) -> None:
        """Let no new variable be one of those up to `last`."""
        self._count = max(self._count, last)

    def literal(self) -> int:
        """A new variable."""
        self._count += 1
        return self._count

    def value(self, slot: int, index: int) -> int:
        """The literal that says: this slot holds that value."""
        return self._direct[slot][index]

    def true(self) -> int:
        """A literal that is always true."""
        literal = self._defined.get((-1, 0))
        if literal is None:
            literal = self._defined[-1, 0] = self.literal()
            self.clauses.append((literal,))
        return literal

    def member(self, slot: int, mask: int) -> int:
        """The literal that says: the slot's value is one of `mask`."""
        known = self._defined.get((slot, mask))
        if known is not None:
            return known
        full = self.space.slots[slot].full
        if mask in (0, full):
            return self.true() if mask else -self.true()
        if (slot, full & ~mask) in self._defined:
            return -self._defined[slot, full & ~mask]
        literal = self._defined[slot, mask] = self.literal()
        lowest = mask & -mask
        if len(self._direct[slot]) >= ORDERED_FROM and mask & (mask + lowest) == 0:
            self._interval(literal, self.member(slot, full & -lowest), self.member(slot, full & -(mask + lowest)))
            return literal
        inside = self.space.slots[slot].indices(mask)
        outside = self.space.slots[slot].indices(full & ~mask)
        self.clauses.extend((-self._direct[slot][index], literal) for index in inside)
        self.clauses.extend((-self._direct[slot][index], -literal) for index in outside)
        self.clauses.append((-literal, *(self._direct[slot][index] for index in inside)))
        self.clauses.append((literal, *(self._direct[slot][index] for index in outside)))
        return literal

    def _interval(self, literal: int, begun: int, ended: int) -> None:
        """Define the literal of neighbouring values by the order literals at both ends."""
        self.clauses.extend([(-literal, begun), (-literal, -ended), (literal, -begun, ended)])

    def add(self, clauses: list[Clause], selector: int) -> None:
        """Make the clauses hold whenever `selector` is assumed."""
        for clause in clauses:
            literals = [-selector, *(self.member(a.slot, a.mask) for a in clause if isinstance(a, Member))]
            sums = [atom for atom in clause if isinstance(atom, AtMost)]
            if not sums:
                self.clauses.append(tuple(literals))
            elif len(sums) == 1 and len(literals) == 1:
                self._sum(selector, sums[0])
            else:
                guards = [self.literal() for _ in sums]
                self.clauses.append((*literals, *guards))
                for guard, atom in zip(guards, sums, strict=True):
                    self._sum(guard, atom)

    def cover(self, found: Sum, weights: tuple[int, ...]) -> None:
        """Forbid that every slot of the sum reaches its given weight at once; the weights exceed the bound."""
        clause = [-found.literal]
        for term, weight in enumerate(weights):
            if weight > 0:
                clause.append(-self._reaches(found, term, weight))
        self.clauses.append(tuple(clause))

    def _reaches(self, found: Sum, term: int, weight: int) -> int:
        literal = found.reached.get((term, weight))
        if literal is None:
            slot, figures = found.atom.terms[term]
            if term not in found.heavy:
                found.heavy[term] = _heavy(figures)
            literal = found.reached[term, weight] = self.member(slot, found.heavy[term][weight])
        return literal

    def _sum(self, literal: int, atom: AtMost) -> None:
        found = Sum(literal, atom, tuple(tuple(sorted(set(weights))) for _, weights in atom.terms))
        if len(atom.terms) > 2:
            if len(atom.terms) * atom.bound <= MOST_COUNTED and all(levels == (0, 1) for levels in found.levels):
                self._counter(literal, [self._reaches(found, term, 1) for term in range(len(atom.terms))], atom.bound)
            else:
                self.sums.append(found)
            return
        left, right = found.levels
        for weight in left:
            at = bisect_right(right, atom.bound - weight)
            if at < len(right):
                self.cover(found, (weight, right[at]))

    def _counter(self, literal: int, counted: list[int], most: int) -> None:
        """At most `most` of `counted` are true whenever `literal` is: a sequential counter (Sinz, 2005)."""
        reached: list[int] = []
        for at, each in enumerate(counted):
            if len(reached) == most:
                self.clauses.append((-literal, -each, -reached[-1]) if most else (-literal, -each))
            before, reached = reached, [self.literal() for _ in range(min(at + 1, most))]
            self.clauses.extend((-sooner, now) for sooner, now in zip(before, reached, strict=False))
            self.clauses.extend((-each, -sooner, now) for sooner, now in zip(before, reached[1:], strict=False))
            self.clauses.extend((-each, now) for now in reached[:1])

    def _values(self, number: int) -> list[int]:
        slot = self.space.slots[number]
        size = len(slot.values)
        if size == 1:
            return [self.true()]
        if size == 2:
            second = self.literal()
            self._defined[number, 0b01], self._defined[number, 0b10] = -second, second
            return [-second, second]
        values = [self.literal() for _ in range(size)]
        self.clauses.append(tuple(values))
        for index, literal in enumerate(values):
            self._defined[number, 1 << index] = literal
        if size < ORDERED_FROM:
            self.clauses.extend((-a, -b) for i, a in enumerate(values) for b in values[:i])
        else:
            self._order(number, values)
        return values

    def _order(self, number: int, values: list[int]) -> None:
        """Order literals: at_least[i] is "the index is >= i"; a value is where one ends and the next does not start."""
        full = self.space.slots[number].full
        at_least = [self.literal() for _ in values[1:]]
        self.clauses.extend((-later, sooner) for sooner, later in pairwise(at_least))
        for index, literal in enumerate(at_least, start=1):
            self._defined.setdefault((number, full & ~((1 << index) - 1)), literal)
        for index, value in enumerate(values):
            ends = [at_least[index - 1]] if index else []
            ends += [-at_least[index]] if index < len(at_least) else []
            self.clauses.extend((-value, end) for end in ends)
            self.clauses.append((value, *(-end for end in ends)))


def _heavy(weights: Sequence[int]) -> dict[int, int]:
    """For each weight the set of values that weigh at least so much."""
    found, values = {}, 0
    for weight, index in sorted(((weight, index) for index, weight in enumerate(weights)), reverse=True):
        values |= 1 << index
        found[weight] = values
    return found
