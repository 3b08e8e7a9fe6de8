"""Which rules a full product breaks, of all rules at once, by sets of clauses that are the bits of integers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from configurator.engine.solving.lowering import AtMost, Clause, Member
from configurator.engine.solving.slots import Space

MOST_COUNTED = 5
"""Of clauses it is counted up to here how many values meet them."""

Move = tuple[tuple[int, int], ...]
"""Slots with the values that they get."""


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
        self._summed = breaches.summed
        self._sums = breaches.sums
        self._weights = breaches.weights
        self._state = state
        self._totals = [sum([weights[state[slot]] for slot, weights in terms]) for _, _, terms in breaches.sums]
        self._met = _met_at_least([met_by[index] for met_by, index in zip(self._met_by, state, strict=True)])
        self._alone = self._met[1] & ~self._met[2] & ~self._summed
        """The clauses that only one value of the product meets."""

    def keeps(self, changed: Move) -> bool:
        """Whether nothing is broken once some slots have other values."""
        state, lost, gained = self._state, 0, 0
        totals: dict[int, int] = {}
        for slot, index in changed:
            met_by, before = self._met_by[slot], state[slot]
            lost |= met_by[before]
            gained |= met_by[index]
            for row, weights in self._weights[slot]:
                totals[row] = totals.get(row, self._totals[row]) + weights[index] - weights[before]
        for row, total in totals.items():
            if total > self._sums[row][1]:
                lost |= self._sums[row][0]
        doubtful = lost & ~gained & self._clauses
        if len(changed) + 1 < len(self._met):
            doubtful &= ~(self._met[len(changed) + 1])
        return not doubtful or not (doubtful & self._alone or self._broken(doubtful, changed, totals))

    def _broken(self, doubtful: int, changed: Move, totals: Mapping[int, int]) -> bool:
        """Whether one of the clauses is met by no value that stays, and by no sum."""
        moved = {slot for slot, _ in changed}
        for slot, (met_by, index) in enumerate(zip(self._met_by, self._state, strict=True)):
            if slot not in moved:
                doubtful &= ~met_by[index]
        if doubtful & self._summed:
            for row, (clauses_of, bound, _) in enumerate(self._sums):
                if doubtful & clauses_of and totals.get(row, self._totals[row]) <= bound:
                    doubtful &= ~clauses_of
        return bool(doubtful)

    def fitting(self, changed: Move, number: int, indices: Iterable[int]) -> list[int]:
        """Those of the `indices` with which nothing is broken, put into the slot `number` besides what is `changed`."""
        values, met, totals, own = list(self._state), 0, self._totals.copy(), dict(self._weights[number])
        for slot, index in changed:
            for row, weights in self._weights[slot]:
                totals[row] += weights[index] - weights[values[slot]]
            values[slot] = index
        for slot, (met_by, index) in enumerate(zip(self._met_by, values, strict=True)):
            if slot != number:
                met |= met_by[index]
        summed = []
        for row, (clauses_of, bound, _) in enumerate(self._sums):
            if row in own:
                left = bound - totals[row] + own[row][self._state[number]]
                summed.append((clauses_of, left, own[row]))
            elif totals[row] <= bound:
                met |= clauses_of
        broken, met_by = self._clauses & ~met, self._met_by[number]
        return [index for index in indices if _all_met(broken & ~met_by[index], summed, index)]


def _met_at_least(met: Iterable[int]) -> list[int]:
    """By number: the clauses that so many values meet, or more; of none, there are all."""
    levels = [-1] + [0] * MOST_COUNTED
    for clauses in met:
        for level in range(MOST_COUNTED, 0, -1):
            levels[level] |= levels[level - 1] & clauses
    return levels


def _all_met(broken: int, sums: Iterable[tuple[int, int, Sequence[int]]], index: int) -> bool:
    """Whether sums meet all the broken clauses; each with its clauses, what is left to it and what values count."""
    for clauses_of, left, weights in sums:
        if not broken:
            break
        if weights[index] <= left:
            broken &= ~clauses_of
    return not broken
