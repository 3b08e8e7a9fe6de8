"""From a formula to clauses over two kinds of atoms: a slot's value lies in a set, or a sum stays under a bound.

A rule is a conjunction of clauses, a clause a disjunction of atoms. Sums are scaled to integers, written as
``sum of weights <= bound`` with every weight >= 0, and one that depends on a single slot becomes a set of its values.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from configurator.engine.language import (
    And,
    Attribute,
    Compare,
    Count,
    Formula,
    Given,
    Has,
    Iff,
    Linear,
    Not,
    Number,
    Or,
    Plus,
    Quantity,
    Times,
    Total,
    Value,
)
from configurator.engine.model import Table
from configurator.engine.solving.slots import Space

MOST_CLAUSES = 20_000
MOST_MULTIPLIED = 5_000
"""So many clauses may a statement come to where it is multiplied out, which takes long."""
MOST_IN_PAIRS = 100
MOST_WEIGHT = 1 << 60
"""What a sum may come to, in its finest unit: it is added up in machine words."""
NEGATED = {"<=": ">", ">": "<=", "<": ">=", ">=": "<", "=": "!=", "!=": "="}


class TooLarge(Exception):
    """A rule that would become more clauses than a shop's page can bear; `path` is where it stands in the file."""

    def __init__(self, message: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True, slots=True)
class Member:
    """The slot's value is one of the bit mask's."""

    slot: int
    mask: int


@dataclass(frozen=True, slots=True)
class AtMost:
    """The sum of the slots' weights is at most `bound`; weights are >= 0, one for each value of the slot."""

    terms: tuple[tuple[int, tuple[int, ...]], ...]
    bound: int

    def over(self, state: Sequence[int]) -> bool:
        """Whether it is over its bound in a product."""
        return sum([weights[state[slot]] for slot, weights in self.terms]) > self.bound


Atom = Member | AtMost
Clause = tuple[Atom, ...]
"""A disjunction; the empty one is false."""
Sides = tuple[list[Clause], list[Clause]]
"""The clauses of a statement, and of its opposite."""


def lower(space: Space, formula: Formula) -> list[Clause]:
    """The clauses of `formula`; raises `TooLarge`. Names in the formula must be known to the product."""
    return _Lowering(space).clauses(formula, True)


def weighted(space: Space, linear: Linear) -> Weighted:
    """What each value adds to a sum. Names in it must be known to the product."""
    return _Lowering(space).figures(linear)


def lower_table(space: Space, table: Table) -> list[Clause]:
    """The clauses of an allow or forbid table; raises `TooLarge`."""
    lowering = _Lowering(space)
    rows = table_rows(space, table)
    if not table.allow:
        forbidden = ([Member(cell.slot, space.slots[cell.slot].full & ~cell.mask) for cell in row] for row in rows)
        return [clause for clause in (lowering.disjunction(atoms) for atoms in forbidden) if clause is not None]
    slots = [space.slot_number(code) for code in table.groups]
    return _allowed(lowering, slots, [tuple(cell.mask for cell in row) for row in rows])


def table_rows(space: Space, table: Table) -> list[tuple[Member, ...]]:
    """For each row of a table the values that fit it."""
    columns = [_Lowering(space).column(code, table.allow) for code in table.groups]
    return [
        tuple(Member(column.slot, _cell(column, cell)) for column, cell in zip(columns, row, strict=True))
        for row in table.rows
    ]


@dataclass(frozen=True, slots=True)
class _Column:
    slot: int
    options: dict[str, int]
    always: int
    """Values that fit every cell."""
    whole: int
    """Values that fit a cell of all options."""


def _cell(column: _Column, cell: frozenset[str]) -> int:
    named = sum({column.options[code] for code in cell}) | column.always
    return named | column.whole if len(cell) == len(column.options) else named


def _allowed(lowering: _Lowering, slots: list[int], rows: list[tuple[int, ...]]) -> list[Clause]:
    """For every combination of all columns but the longest: what the longest may then be."""
    space = lowering.space
    last = max(range(len(slots)), key=lambda at: len(space.slots[slots[at]].values))
    others = [at for at in range(len(slots)) if at != last]
    combinations: list[tuple[list[Atom], list[tuple[int, ...]]]] = [([], rows)]
    for at in others:
        combinations = [
            ([*atoms, Member(slots[at], space.slots[slots[at]].full & ~part)], kept)
            for atoms, present in combinations
            for part, kept in _parts(space.slots[slots[at]].full, at, present)
        ]
        if len(combinations) > MOST_CLAUSES:
            raise TooLarge(f"more than {MOST_CLAUSES} combinations")
    clauses = (
        lowering.disjunction([*atoms, Member(slots[last], _union(row[last] for row in kept))])
        for atoms, kept in combinations
    )
    return [clause for clause in clauses if clause is not None]


def _parts(full: int, at: int, rows: list[tuple[int, ...]]) -> Iterable[tuple[int, list[tuple[int, ...]]]]:
    """The values of a column, gathered by the rows that admit them."""
    by_cell: dict[int, list[tuple[int, ...]]] = {}
    for row in rows:
        by_cell.setdefault(row[at], []).append(row)
    by_cells: dict[tuple[int, ...], int] = {}
    for index in range(full.bit_length()):
        cells = tuple(cell for cell in by_cell if cell >> index & 1)
        by_cells[cells] = by_cells.get(cells, 0) | 1 << index
    for cells, mask in by_cells.items():
        yield mask, [row for cell in cells for row in by_cell[cell]]


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


@dataclass(slots=True)
class Weighted:
    """A sum: a constant and, per slot, a weight for each of its values."""

    constant: Fraction
    weights: dict[int, tuple[Fraction, ...]]

    def plus(self, other: Weighted) -> Weighted:
        weights = dict(self.weights)
        for slot, figures in other.weights.items():
            present = weights.get(slot)
            weights[slot] = tuple(a + b for a, b in zip(present, figures, strict=True)) if present else figures
        return Weighted(self.constant + other.constant, weights)

    def times(self, factor: Fraction) -> Weighted:
        scaled = {slot: tuple(factor * weight for weight in figures) for slot, figures in self.weights.items()}
        return Weighted(self.constant * factor, scaled)


class _Lowering:
    def __init__(self, space: Space) -> None:
        self.space = space
        self._sides: dict[int, Sides] = {}

    def column(self, group: str, allow: bool) -> _Column:
        number = self.space.slot_number(group)
        slot = self.space.slots[number]
        masks = {option.code: self.space.option_mask(group, option.code)[1] for option in slot.group.options}
        return _Column(number, masks, slot.absent if allow else 0, slot.absent)

    def clauses(self, formula: Formula, positive: bool) -> list[Clause]:
        """The clauses of the formula, or of its opposite."""
        match formula:
            case Has(group, option):
                return self.unit(Member(*self.space.option_mask(group, option)), positive)
            case Given(group):
                return self.unit(Member(*self.space.given_mask(group)), positive)
            case Not(part):
                return self.clauses(part, not positive)
            case And(parts) if positive:
                return [clause for part in parts for clause in self.clauses(part, True)]
            case Or(parts) if not positive:
                return [clause for part in parts for clause in self.clauses(part, False)]
            case And(parts) | Or(parts):
                return self.either([self.clauses(part, positive) for part in parts])
            case Iff(left, right):
                return self.equal(self.sides(left), self.sides(right), positive)
            case Compare(left, sign, right):
                difference = self.figures(left).plus(self.figures(right).times(Fraction(-1)))
                return self.compare(difference, sign if positive else NEGATED[sign])

    def sides(self, formula: Formula) -> tuple[list[Clause], list[Clause]]:
        """The clauses of the formula and of its opposite; each formula is multiplied out once, however deep it is."""
        found = self._sides.get(id(formula))
        if found is None:
            found = self._sides[id(formula)] = self.clauses(formula, True), self.clauses(formula, False)
        return found

    def equal(self, one: Sides, other: Sides, positive: bool) -> list[Clause]:
        """Both hold or neither does; or just one of them."""
        (yes, no), (same, opposite) = one, other if positive else other[::-1]
        return self.either([no, same]) + self.either([yes, opposite])

    def unit(self, atom: Atom, positive: bool = True) -> list[Clause]:
        if isinstance(atom, Member) and not positive:
            atom = Member(atom.slot, self.space.slots[atom.slot].full & ~atom.mask)
        clause = self.disjunction([atom])
        return [] if clause is None else [clause]

    def disjunction(self, atoms: Iterable[Atom]) -> Clause | None:
        """One clause, with the sets of a slot united; None where it is always true."""
        masks: dict[int, int] = {}
        sums: list[Atom] = []
        for atom in atoms:
            if isinstance(atom, AtMost):
                sums.append(atom)
            else:
                masks[atom.slot] = masks.get(atom.slot, 0) | atom.mask
        if any(mask == self.space.slots[slot].full for slot, mask in masks.items()):
            return None
        members = (Member(slot, mask) for slot, mask in sorted(masks.items()) if mask)
        return (*members, *dict.fromkeys(sums))

    def either(self, alternatives: list[list[Clause]]) -> list[Clause]:
        """One of several conjunctions holds: multiplied out."""
        product: list[Clause] = [()]
        for clauses in alternatives:
            united = (clause for left in product for clause in self.lengthened(left, clauses))
            product = list(dict.fromkeys(united))
            if len(product) > MOST_MULTIPLIED:
                raise TooLarge(f"more than {MOST_MULTIPLIED} clauses")
        return product

    def lengthened(self, left: Clause, clauses: list[Clause]) -> list[Clause]:
        """The clause or any of `clauses`, for each of them; itself alone where it holds one of them already."""
        united = [clause for right in clauses if (clause := self.disjunction((*left, *right))) is not None]
        return [left] if left in united else united

    def compare(self, total: Weighted, sign: str) -> list[Clause]:
        """``total sign 0`` as clauses."""
        match sign:
            case "=":
                return self.compare(total, "<=") + self.compare(total, ">=")
            case "!=":
                return self.either([self.compare(total, "<"), self.compare(total, ">")])
            case ">" | ">=":
                return self.compare(total.times(Fraction(-1)), "<" if sign == ">" else "<=")
        figures = [total.constant, *(weight for weights in total.weights.values() for weight in weights)]
        scale = math.lcm(*(figure.denominator for figure in figures))
        bound = -int(total.constant * scale) - (sign == "<")
        terms: list[tuple[int, tuple[int, ...]]] = []
        for slot, weights in sorted(total.weights.items()):
            scaled = [int(weight * scale) for weight in weights]
            bound -= min(scaled)
            if max(scaled) > min(scaled):
                terms.append((slot, tuple(weight - min(scaled) for weight in scaled)))
        return self.at_most(terms, bound)

    def at_most(self, terms: list[tuple[int, tuple[int, ...]]], bound: int) -> list[Clause]:
        if sum(max(weights) for _, weights in terms) <= bound:
            return []
        if bound < 0:
            return [()]
        if len(terms) == 1:
            slot, weights = terms[0]
            return self.unit(Member(slot, sum(1 << i for i, weight in enumerate(weights) if weight <= bound)))
        divisor = math.gcd(*(weight for _, weights in terms for weight in weights))
        divided = tuple((slot, tuple(weight // divisor for weight in weights)) for slot, weights in terms)
        if sum(max(weights) for _, weights in divided) > MOST_WEIGHT:
            raise TooLarge("its figures are too large, or too fine, to be added up")
        return self.few_clauses(AtMost(divided, bound // divisor)) or self.unit(AtMost(divided, bound // divisor))

    def few_clauses(self, atom: AtMost) -> list[Clause]:
        """The clauses of "not all" and of "not two", where each slot counts once or not at all; none for other sums.

        So the groups of feature models need no sums, which every model found would have to be held against.
        """
        if any(weight > 1 for _, weights in atom.terms for weight in weights):
            return []
        without = [Member(slot, sum(1 << i for i, weight in enumerate(ws) if not weight)) for slot, ws in atom.terms]
        if atom.bound == len(without) - 1:
            return [clause for clause in (self.disjunction(without),) if clause is not None]
        if atom.bound == 1 and len(without) <= MOST_IN_PAIRS:
            pairs = (self.disjunction(pair) for pair in combinations(without, 2))
            return [clause for clause in pairs if clause is not None]
        return []

    def figures(self, linear: Linear) -> Weighted:
        """The sum that a linear expression stands for."""
        match linear:
            case Number(value):
                return Weighted(Fraction(value), {})
            case Value(group):
                slot = self.space.slot_number(group)
                amounts = tuple(Fraction(value.amount) for value in self.space.slots[slot].values)
                return Weighted(Fraction(0), {slot: amounts})
            case Attribute(group, attribute):
                return self.attributes(attribute, (group,))
            case Total(attribute, groups):
                return self.attributes(attribute, groups or tuple(self.space.numbers_of))
            case Quantity(group, option):
                return self.pieces(group, option)
            case Count(groups, options):
                parts = [self.pieces(group, None) for group in groups]
                parts += [self.presence(group, option) for group, option in options]
                return self.together(parts)
            case Plus(parts):
                return self.together([self.figures(part) for part in parts])
            case Times(left, right):
                one, other = self.figures(left), self.figures(right)
                return other.times(one.constant) if not one.weights else one.times(other.constant)

    def together(self, parts: list[Weighted]) -> Weighted:
        total = Weighted(Fraction(0), {})
        for part in parts:
            total = total.plus(part)
        return total

    def attributes(self, attribute: str, groups: tuple[str, ...]) -> Weighted:
        weights: dict[int, tuple[Fraction, ...]] = {}
        for slot in (number for group in groups for number in self.space.numbers_of[group]):
            figures = self.space.weights(slot, lambda option: option.attributes.get(attribute, Decimal(0)))
            if any(figures):
                weights[slot] = tuple(Fraction(figure) for figure in figures)
        return Weighted(Fraction(0), weights)

    def pieces(self, group: str, option: str | None) -> Weighted:
        def count(value_option: str | None, amount: Decimal) -> Fraction:
            return Fraction(amount) if value_option and option in (None, value_option) else Fraction(0)

        weights = {
            slot: tuple(count(value.option, value.amount) for value in self.space.slots[slot].values)
            for slot in self.space.numbers_of[group]
            if self.space.slots[slot].option in (None, option) or option is None
        }
        return Weighted(Fraction(0), weights)

    def presence(self, group: str, option: str) -> Weighted:
        slot, mask = self.space.option_mask(group, option)
        count = len(self.space.slots[slot].values)
        return Weighted(Fraction(0), {slot: tuple(Fraction(mask >> index & 1) for index in range(count))})
