"""Which rules a full product breaks, of all rules at once, by sets of clauses that are the bits of integers."""

from __future__ import annotations

from collections.abc import Sequence

from configurator.engine.solving.lowering import AtMost, Clause, Member
from configurator.engine.solving.slots import Space


class Breaches:
    """The clauses of some rules by the values that meet them; each clause has a rule that it belongs to, its owner."""

    def __init__(self, space: Space, clauses: Sequence[Clause], owners: Sequence[int]) -> None:
        self._owners = owners
        self._all = (1 << len(clauses)) - 1
        self._met_by = [[0] * len(slot.values) for slot in space.slots]
        """For each value of each slot: the clauses that it meets alone."""
        summed: dict[AtMost, int] = {}
        for row, clause in enumerate(clauses):
            for atom in clause:
                if isinstance(atom, Member):
                    met_by = self._met_by[atom.slot]
                    for index in space.slots[atom.slot].indices(atom.mask):
                        met_by[index] |= 1 << row
                else:
                    summed[atom] = summed.get(atom, 0) | 1 << row
        self._sums = [(clauses_of, atom.bound, atom.terms) for atom, clauses_of in summed.items()]
        self._summed = sum(1 << row for row, clause in enumerate(clauses) if any(isinstance(a, AtMost) for a in clause))

    def of(self, state: Sequence[int]) -> set[int]:
        """The owners of the clauses that the product breaks."""
        broken, found = self.rows(state), set()
        while broken:
            lowest = broken & -broken
            found.add(self._owners[lowest.bit_length() - 1])
            broken ^= lowest
        return found

    def rows(self, state: Sequence[int]) -> int:
        """The clauses that the product breaks, as the bits of an integer."""
        met = 0
        for met_by, index in zip(self._met_by, state, strict=True):
            met |= met_by[index]
        broken = self._all & ~met
        if broken & self._summed:
            for clauses_of, bound, terms in self._sums:
                if broken & clauses_of and sum([weights[state[slot]] for slot, weights in terms]) <= bound:
                    broken &= ~clauses_of
        return broken

    def within(self, owners: Sequence[int]) -> int:
        """The clauses of these owners, as such bits."""
        wanted = set(owners)
        return sum(1 << row for row, owner in enumerate(self._owners) if owner in wanted)
