"""The rules and the bars of a product from the first to be left out of a cause to the last, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from configurator.engine.solving.lowering import AtMost, Clause, Member
from configurator.engine.solving.memory import Held

MOST_WAYS = 3
"""So many values of a slot are proposed to mend a line."""
MOST_VALUES = 20_000
"""So many values have the lines that they risk remembered; then all are forgotten."""

Members = tuple[tuple[int, int], ...]
"""Slots and masks of their values, any of which is enough."""


class Total:
    """A sum that must stay within its bound: for each slot in it the weights of its values."""

    def __init__(self, atom: AtMost) -> None:
        self.atom = atom
        self.bound = atom.bound
        self.terms = atom.terms
        self.weights = dict(atom.terms)

    def least(self, held: Held) -> int:
        """What it comes to at least with these values; other slots hold what they like."""
        return sum([_least(weights, held[slot]) for slot, weights in self.terms if slot in held])


def _least(weights: Sequence[int], mask: int) -> int:
    """The least weight among the values of a mask."""
    if mask & (mask - 1) == 0:
        return weights[mask.bit_length() - 1]
    return min([weight for index, weight in enumerate(weights) if mask >> index & 1])


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A clause of a rule or a bar, the `row`-th of an order: its owner, and its atoms by their kind."""

    row: int
    owner: int
    members: Members
    sums: tuple[Total, ...]

    @property
    def slots(self) -> set[int]:
        """The slots that it speaks of."""
        return {slot for slot, _ in self.members}.union(*(found.weights for found in self.sums))

    def met(self, state: Sequence[int]) -> bool:
        """Whether the product meets it."""
        for slot, mask in self.members:
            if mask >> state[slot] & 1:
                return True
        return bool(self.sums) and not all(found.atom.over(state) for found in self.sums)

    def refuted(self, held: Held) -> bool:
        """Whether no product with these values meets it; other slots hold what they like."""
        for slot, mask in self.members:
            if held.get(slot, mask) & mask:
                return False
        return not self.sums or all(found.least(held) > found.bound for found in self.sums)

    def leans(self, slot: int, index: int) -> bool:
        """Whether a product may meet it no longer once the slot holds that value."""
        own = [mask for number, mask in self.members if number == slot]
        if own:
            return not any(mask >> index & 1 for mask in own)
        return any(found.weights[slot][index] for found in self.sums if slot in found.weights)

    def ways(self, held: Held, full: Sequence[int], state: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Slots with a value that is `held` and may bring a product to meet it that does not."""
        for slot, mask in self.members:
            mask &= held.get(slot, full[slot])
            for _ in range(MOST_WAYS):
                if mask:
                    yield slot, (mask & -mask).bit_length() - 1
                    mask &= mask - 1
        for found in self.sums:
            for slot, weights in found.terms:
                mask = held.get(slot, full[slot])
                if mask & (mask - 1):
                    index = min([index for index in range(len(weights)) if mask >> index & 1], key=weights.__getitem__)
                    if weights[index] < weights[state[slot]]:
                        yield slot, index


class Order:
    """The owners of clauses in order, and the lines of each. Lines are made when they are first asked for: of very
    large products few ever are."""

    def __init__(self, full: Sequence[int], owners: Sequence[int], clauses: Iterable[tuple[int, Clause]]) -> None:
        self.full = full
        """For each slot all its values, as a mask."""
        self.places = {owner: place for place, owner in enumerate(owners)}
        ordered = sorted(clauses, key=lambda each: self.places[each[0]])
        self._owners = [owner for owner, _ in ordered]
        self.clauses = [clause for _, clause in ordered]
        """In the order of their owners."""
        self._rows = {owner: range(0) for owner in owners}
        self._rows_on: list[list[int]] = [[] for _ in full]
        for row, (owner, clause) in enumerate(ordered):
            self._rows[owner] = range(self._rows[owner].start if self._rows[owner] else row, row + 1)
            for slot in _slots(clause):
                rows = self._rows_on[slot]
                if not rows or rows[-1] != row:
                    rows.append(row)
        self._lines: dict[int, Line] = {}
        self._totals: dict[AtMost, Total] = {}
        self._risked: dict[tuple[int, int], list[Line]] = {}
        self._touched: dict[int, int] = {}

    def line(self, row: int) -> Line:
        """The line of the clause with that number."""
        if row not in self._lines:
            owner, clause = self._owners[row], self.clauses[row]
            members = tuple((atom.slot, atom.mask) for atom in clause if isinstance(atom, Member))
            sums = tuple(self._total(atom) for atom in clause if isinstance(atom, AtMost))
            self._lines[row] = Line(row, owner, members, sums)
        return self._lines[row]

    def _total(self, atom: AtMost) -> Total:
        if atom not in self._totals:
            self._totals[atom] = Total(atom)
        return self._totals[atom]

    def lines(self, owner: int) -> list[Line]:
        """The lines of a rule or a bar."""
        return [self.line(row) for row in self._rows[owner]]

    def rows(self, owners: Iterable[int]) -> int:
        """The clauses of these owners, as the bits of an integer."""
        return sum([(1 << rows.stop) - (1 << rows.start) for owner in owners if (rows := self._rows[owner])])

    def later(self, owner: int) -> int:
        """The clauses of all owners after that one, which has some."""
        return -1 << self._rows[owner].stop

    def refuted(self, rows: int, held: Held) -> Line | None:
        """The last of some clauses that no product with these values meets; other slots hold what they like."""
        while rows:
            line = self.line(rows.bit_length() - 1)
            if line.refuted(held):
                return line
            rows ^= 1 << line.row
        return None

    def risked(self, slot: int, index: int) -> list[Line]:
        """The lines that a product which meets them may break when the slot comes to hold that value."""
        found = self._risked.get((slot, index))
        if found is None:
            if len(self._risked) >= MOST_VALUES:
                self._risked.clear()
            lines = map(self.line, self._rows_on[slot])
            found = self._risked[slot, index] = [line for line in lines if line.leans(slot, index)]
        return found

    def touched(self, owner: int) -> int:
        """The slots that a rule or a bar speaks of, as the bits of an integer."""
        if owner not in self._touched:
            slots = {slot for row in self._rows[owner] for slot in _slots(self.clauses[row])}
            self._touched[owner] = sum(1 << slot for slot in slots)
        return self._touched[owner]


def _slots(clause: Clause) -> list[int]:
    """The slots that a clause speaks of; some perhaps twice."""
    slots: list[int] = []
    for atom in clause:
        if isinstance(atom, Member):
            slots.append(atom.slot)
        else:
            slots += [slot for slot, _ in atom.terms]
    return slots
