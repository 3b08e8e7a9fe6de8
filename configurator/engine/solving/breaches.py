"""Which rules a product breaks with some of its values changed, by numbers whose bits speak of all rules at once.

A set of clauses is an integer with a bit for each. What is left of all sums is another one, with a field for each sum,
whose highest bit says that the sum is not over its bound: so a changed value is one addition for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from configurator.engine.solving.lowering import AtMost, Clause, Member
from configurator.engine.solving.slots import Space

MOST_COUNTED = 5
"""Of clauses it is counted up to here how many values meet them."""

Move = tuple[tuple[int, int], ...]
"""Slots with the values that they get."""


class Breaches:
    """The clauses of some rules; each has a rule that it belongs to, its owner."""

    def __init__(self, space: Space, clauses: Sequence[Clause], owners: Sequence[int]) -> None:
        self._owners = owners
        self.met_by = [[0] * len(slot.values) for slot in space.slots]
        """For each value of each slot: the clauses that it meets alone."""
        self.met_by_sum: dict[AtMost, int] = {}
        """For each sum: the clauses that it meets while it is not over its bound."""
        for row, clause in enumerate(clauses):
            for atom in clause:
                if isinstance(atom, Member):
                    met_by = self.met_by[atom.slot]
                    for index in space.slots[atom.slot].indices(atom.mask):
                        met_by[index] |= 1 << row
                else:
                    self.met_by_sum[atom] = self.met_by_sum.get(atom, 0) | 1 << row
        self.summed = 0
        """All clauses of sums."""
        for clauses_of in self.met_by_sum.values():
            self.summed |= clauses_of
        sums = list(self.met_by_sum)
        self.width = 2 + max((_reach(atom).bit_length() for atom in sums), default=0)
        """The bits of a sum's field."""
        self.weights: list[list[tuple[int, Sequence[int]]]] = [[] for _ in space.slots]
        """For each slot: the sums that it counts in, by their numbers, and what its values count there."""
        for row, atom in enumerate(sums):
            for slot, weights in atom.terms:
                self.weights[slot].append((row, weights))
        self.others = [sorted({*range(len(sums))} - {row for row, _ in own}) for own in self.weights]
        """For each slot: the sums that it does not count in."""
        self.takes = [self._takes(own, len(slot.values)) for own, slot in zip(self.weights, space.slots, strict=True)]
        """For each value of each slot: what it takes of what is left of the sums."""
        within = 1 << self.width - 1
        self.within = sum(within << row * self.width for row in range(len(sums)))
        """The bits that say of each sum that it is not over its bound."""
        self.left = self.within + sum(atom.bound << row * self.width for row, atom in enumerate(sums))
        """What is left of the sums before anything is taken."""

    def _takes(self, own: Iterable[tuple[int, Sequence[int]]], size: int) -> list[int]:
        """What the values of one slot take."""
        takes = [0] * size
        for row, weights in own:
            for index, weight in enumerate(weights):
                takes[index] += weight << row * self.width
        return takes

    def of(self, owners: Iterable[int]) -> int:
        """The clauses of these owners."""
        wanted = set(owners)
        return sum(1 << row for row, owner in enumerate(self._owners) if owner in wanted)


def _reach(atom: AtMost) -> int:
    """The most that can be left of a sum, or lack."""
    return abs(atom.bound) + sum(max(map(abs, weights)) for _, weights in atom.terms)


class Around:
    """What a product would break with some of its values changed: of `clauses` alone, and none of them as it is."""

    def __init__(self, breaches: Breaches, clauses: int, state: Sequence[int]) -> None:
        self._clauses = clauses
        self._state = state
        self._met_by = breaches.met_by
        self._weights = breaches.weights
        self._others = breaches.others
        self._field = (1 << breaches.width) - 1
        self._takes = breaches.takes
        self._width = breaches.width
        self._met_by_sum = list(breaches.met_by_sum.values())
        self._left = breaches.left - sum([takes[i] for takes, i in zip(self._takes, state, strict=True)])
        self._within = self._left & breaches.within
        self._met = _met_at_least([met_by[i] for met_by, i in zip(self._met_by, state, strict=True)])
        self._summed = breaches.summed
        self._by_one = self._met[1] & ~self._met[2] & ~self._summed
        """The clauses that one value of the product meets, and nothing else can."""

    def keeps(self, changed: Move) -> bool:
        """Whether nothing is broken once some slots have other values."""
        lost, gained, left = self._after(changed)
        doubtful = self._lost(lost, left) & ~gained
        if len(changed) + 1 < len(self._met):
            doubtful &= ~self._met[len(changed) + 1]
        if not doubtful or doubtful & self._by_one:
            return not doubtful
        return self._met_by_sums(doubtful & ~self._staying({slot for slot, _ in changed}), left)

    def fitting(self, changed: Move, number: int, indices: Iterable[int]) -> list[int]:
        """Those of the `indices` with which nothing is broken, put into the slot `number` besides what is `changed`."""
        _, met, left = self._after(changed)
        met |= self._staying({number, *(slot for slot, _ in changed)})
        left += self._takes[number][self._state[number]]
        own = [(self._met_by_sum[row], self._room(left, row), weights) for row, weights in self._weights[number]]
        for row in self._others[number]:
            if self._room(left, row) >= 0:
                met |= self._met_by_sum[row]
        broken, met_by = self._clauses & ~met, self._met_by[number]
        return [index for index in indices if _all_met(broken & ~met_by[index], own, index)]

    def _room(self, left: int, row: int) -> int:
        """What is left of one sum."""
        return (left >> row * self._width & self._field) - (self._field + 1 >> 1)

    def _after(self, changed: Move) -> tuple[int, int, int]:
        """The clauses that the values met which go, those that the new ones meet, and what is then left of the sums."""
        state, lost, gained, left = self._state, 0, 0, self._left
        for slot, index in changed:
            met_by, takes, before = self._met_by[slot], self._takes[slot], state[slot]
            lost |= met_by[before]
            gained |= met_by[index]
            left += takes[before] - takes[index]
        return lost, gained, left

    def _lost(self, lost: int, left: int) -> int:
        """The clauses that are lost, with those of the sums that are over their bound now."""
        over = self._within & ~left
        while over:
            lowest = over & -over
            lost |= self._met_by_sum[lowest.bit_length() // self._width - 1]
            over ^= lowest
        return lost & self._clauses

    def _staying(self, moved: set[int]) -> int:
        """The clauses that values meet which stay."""
        met = 0
        for slot, (met_by, index) in enumerate(zip(self._met_by, self._state, strict=True)):
            if slot not in moved:
                met |= met_by[index]
        return met

    def _met_by_sums(self, doubtful: int, left: int) -> bool:
        """Whether sums meet all of these clauses."""
        if doubtful & ~self._summed:
            return False
        for row, clauses_of in enumerate(self._met_by_sum):
            if doubtful & clauses_of and left >> (row + 1) * self._width - 1 & 1:
                doubtful &= ~clauses_of
        return not doubtful


def _met_at_least(met: Iterable[int]) -> list[int]:
    """By number: the clauses that so many values meet, or more; of none, there are all."""
    levels = [-1] + [0] * MOST_COUNTED
    for clauses in met:
        for level in range(MOST_COUNTED, 0, -1):
            levels[level] |= levels[level - 1] & clauses
    return levels


def _all_met(broken: int, sums: Iterable[tuple[int, int, Sequence[int]]], index: int) -> bool:
    """Whether sums meet all the broken clauses; each with its clauses, the room left in it, and what values count."""
    for clauses_of, room, weights in sums:
        if not broken:
            break
        if weights[index] <= room:
            broken &= ~clauses_of
    return not broken
