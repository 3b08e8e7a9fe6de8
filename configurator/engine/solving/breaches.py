"""Which rules a full product breaks, of all rules at once, by sets of clauses that are the bits of integers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from configurator.engine.solving.lowering import AtMost, Clause, Member
from configurator.engine.solving.slots import Space


class Breaches:
    """The clauses of some rules by the values that meet them; each clause has a rule that it belongs to, its owner."""

    def __init__(self, space: Space, clauses: Sequence[Clause], owners: Sequence[int]) -> None:
        self._owners = owners
        self._all = (1 << len(clauses)) - 1
        self.met_by = [[0] * len(slot.values) for slot in space.slots]
        """For each value of each slot: the clauses that it meets alone."""
        summed: dict[AtMost, int] = {}
        for row, clause in enumerate(clauses):
            for atom in clause:
                if isinstance(atom, Member):
                    met_by = self.met_by[atom.slot]
                    for index in space.slots[atom.slot].indices(atom.mask):
                        met_by[index] |= 1 << row
                else:
                    summed[atom] = summed.get(atom, 0) | 1 << row
        self.sums = [(clauses_of, atom.bound, atom.terms) for atom, clauses_of in summed.items()]
        self.summed = sum(1 << row for row, clause in enumerate(clauses) if any(isinstance(a, AtMost) for a in clause))
        """The clauses that a sum may meet."""
        self.weights: list[list[tuple[int, Sequence[int]]]] = [[] for _ in space.slots]
        """For each slot: the sums that it counts in, by their numbers, and what its values count there."""
        for number, (_, _, terms) in enumerate(self.sums):
            for slot, weights in terms:
                self.weights[slot].append((number, weights))

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
        for met_by, index in zip(self.met_by, state, strict=True):
            met |= met_by[index]
        broken = self._all & ~met
        if broken & self.summed:
            for clauses_of, bound, terms in self.sums:
                if broken & clauses_of and sum([weights[state[slot]] for slot, weights in terms]) <= bound:
                    broken &= ~clauses_of
        return broken

    def within(self, owners: Sequence[int]) -> int:
        """The clauses of these owners, as such bits."""
        wanted = set(owners)
        return sum(1 << row for row, owner in enumerate(self._owners) if owner in wanted)


class Around:
    """What a product would break with some of its values changed: of `clauses` alone, and none of them as it is."""

    def __init__(self, breaches: Breaches, clauses: int, state: Sequence[int]) -> None:
        self._clauses = clauses
        self._met_by = breaches.met_by
        self._sums = breaches.sums
        self._weights = breaches.weights
        self._state = state
        self._totals = [sum([weights[state[slot]] for slot, weights in terms]) for _, _, terms in breaches.sums]

    def fitting(self, values: Sequence[int], changed: Iterable[int], number: int, indices: Iterable[int]) -> list[int]:
        """Those of the `indices` with which, put into the slot `number` of `values`, nothing is broken.

        `changed` are the other slots in which `values` differ from the product.
        """
        met, totals, own = 0, self._totals.copy(), dict(self._weights[number])
        for slot, (met_by, index) in enumerate(zip(self._met_by, values, strict=True)):
            if slot != number:
                met |= met_by[index]
        for slot in changed:
            for row, weights in self._weights[slot]:
                totals[row] += weights[values[slot]] - weights[self._state[slot]]
        summed = []
        for row, (clauses_of, bound, _) in enumerate(self._sums):
            if row in own:
                left = bound - totals[row] + own[row][self._state[number]]
                summed.append((clauses_of, left, own[row]))
            elif totals[row] <= bound:
                met |= clauses_of
        broken, met_by = self._clauses & ~met, self._met_by[number]
        return [index for index in indices if _all_met(broken & ~met_by[index], summed, index)]


def _all_met(broken: int, sums: Iterable[tuple[int, int, Sequence[int]]], index: int) -> bool:
    """Whether sums meet all the broken clauses; each with its clauses, what is left to it and what values count."""
    for clauses_of, left, weights in sums:
        if not broken:
            break
        if weights[index] <= left:
            broken &= ~clauses_of
    return not broken
