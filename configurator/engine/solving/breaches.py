"""Which rules a product breaks with some of its values changed, by numbers whose bits speak of all rules at once.

A set of clauses is an integer with a bit for each. What is left of all sums is another one, with a field for each sum,
whose highest bit says that the sum is not over its bound: so a changed value is one addition for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from configurator.engine.solving.lowering import AtMost, Clause, Member
from configurator.engine.solving.slots import Space, State

MOST_COUNTED = 5
"""Of clauses it is counted up to here how many values meet them."""

MOST_MET = 5_000
"""Of so many ways in which sums are over their bounds it is remembered which clauses the others meet."""

Move = tuple[tuple[int, int], ...]
"""Slots with the values that they get."""


class Breaches:
    """Some clauses, each with a bit."""

    def __init__(self, space: Space, clauses: Sequence[Clause]) -> None:
        self.met_by = [[0] * len(slot.values) for slot in space.slots]
        """For each value of each slot: the clauses that it meets alone."""
        met_by_sum: dict[AtMost, int] = {}
        for row, clause in enumerate(clauses):
            for atom in clause:
                if isinstance(atom, Member):
                    met_by = self.met_by[atom.slot]
                    for index in space.slots[atom.slot].indices(atom.mask):
                        met_by[index] |= 1 << row
                else:
                    met_by_sum[atom] = met_by_sum.get(atom, 0) | 1 << row
        sums = list(met_by_sum)
        self.clauses_of = list(met_by_sum.values())
        """For each sum: the clauses that it meets while it is not over its bound."""
        self.summed = 0
        """All clauses of sums."""
        for clauses_of in self.clauses_of:
            self.summed |= clauses_of
        self._width = 2 + max((_reach(atom).bit_length() for atom in sums), default=0)
        """The bits of a sum's field."""
        self._bounded = [1 << (row + 1) * self._width - 1 for row in range(len(sums))]
        """For each sum the bit that says that it is not over its bound."""
        self._within = sum(self._bounded)
        self.weights: list[list[tuple[int, Sequence[int]]]] = [[] for _ in space.slots]
        """For each slot: the sums that it counts in, by their numbers, and what its values count there."""
        for row, atom in enumerate(sums):
            for slot, weights in atom.terms:
                self.weights[slot].append((row, weights))
        self.own = [sum(self._bounded[row] for row, _ in own) for own in self.weights]
        """For each slot: the bits of the sums that it counts in."""
        self.takes = [self._takes(own, len(slot.values)) for own, slot in zip(self.weights, space.slots, strict=True)]
        """For each value of each slot: what it takes of what is left of the sums."""
        self.left = self._within + sum(atom.bound << row * self._width for row, atom in enumerate(sums))
        """What is left of the sums before anything is taken."""
        self._met: dict[int, int] = {}

    def _takes(self, own: Iterable[tuple[int, Sequence[int]]], size: int) -> list[int]:
        """What the values of one slot take."""
        takes = [0] * size
        for row, weights in own:
            for index, weight in enumerate(weights):
                takes[index] += weight << row * self._width
        return takes

    def within_bounds(self, left: int) -> int:
        """The clauses that sums meet when so much is left of them."""
        within = left & self._within
        met = self._met.get(within)
        if met is None:
            if len(self._met) == MOST_MET:
                self._met.clear()
            met = 0
            for bounded, clauses_of in zip(self._bounded, self.clauses_of, strict=True):
                if within & bounded:
                    met |= clauses_of
            self._met[within] = met
        return met

    def room(self, left: int, row: int) -> int:
        """What is left of one sum."""
        return (left >> row * self._width & (1 << self._width) - 1) - (1 << self._width - 1)


def _reach(atom: AtMost) -> int:
    """The most that can be left of a sum, or lack."""
    return abs(atom.bound) + sum(max(map(abs, weights)) for _, weights in atom.terms)


class Around:
    """What a product would break with some of its values changed: of `clauses` alone, and none of them as it is."""

    def __init__(self, breaches: Breaches, clauses: int, state: State) -> None:
        self._breaches = breaches
        self._clauses = clauses
        self.state = state
        self._met_by = breaches.met_by
        self._takes = breaches.takes
        self._summed = breaches.summed
        self._left = breaches.left - sum([takes[i] for takes, i in zip(self._takes, state, strict=True)])
        met = _met_at_least([met_by[i] for met_by, i in zip(self._met_by, state, strict=True)])
        self._unmet = clauses & ~met[1]
        """The clauses that no value of the product meets: sums do."""
        self._met_by_most = [clauses & ~more for more in met[2:]]
        """By number less one: the clauses that at most so many values meet."""

    def changed(self, values: Mapping[int, int]) -> State:
        """The product with some slots at other values."""
        state = list(self.state)
        for slot, index in values.items():
            state[slot] = index
        return tuple(state)

    def move_to(self, state: Sequence[int]) -> Move:
        """The slots in which another product differs, with its values."""
        pairs = enumerate(zip(self.state, state, strict=True))
        return tuple([(slot, new) for slot, (old, new) in pairs if old != new])

    def keeps(self, changed: Move) -> bool:
        """Whether nothing is broken once some slots have other values."""
        return not self.broken(changed)

    def broken(self, changed: Move) -> int:
        """The clauses that are broken once some slots have other values."""
        state, gained, left = self.state, 0, self._left
        for slot, index in changed:
            takes = self._takes[slot]
            gained |= self._met_by[slot][index]
            left += takes[state[slot]] - takes[index]
        unmet = self._unmet_without([slot for slot, _ in changed]) & ~gained
        return unmet & ~self._breaches.within_bounds(left) if unmet & self._summed else unmet

    def fitting(self, changed: Move, number: int, indices: Iterable[int]) -> list[int]:
        """Those of the `indices` with which nothing is broken, put into the slot `number` besides what is `changed`."""
        breaches, state, left = self._breaches, self.state, self._left + self._takes[number][self.state[number]]
        unmet = self._unmet_without([number, *(slot for slot, _ in changed)])
        for slot, index in changed:
            takes = self._takes[slot]
            unmet &= ~self._met_by[slot][index]
            left += takes[state[slot]] - takes[index]
        met_by, own = self._met_by[number], breaches.weights[number]
        if not unmet & self._summed:
            return [index for index in indices if not unmet & ~met_by[index]]
        unmet &= ~breaches.within_bounds(left & ~breaches.own[number])
        rooms = [(breaches.clauses_of[row], breaches.room(left, row), weights) for row, weights in own]
        return [index for index in indices if _all_met(unmet & ~met_by[index], rooms, index)]

    def _unmet_without(self, slots: Sequence[int]) -> int:
        """The clauses that no value meets once these slots hold none."""
        met = [self._met_by[slot][self.state[slot]] for slot in slots]
        if len(met) == 1:  # most looks, and half as long by this way
            return self._unmet | met[0] & self._met_by_most[0]
        gone = [0] * min(len(met), MOST_COUNTED)
        for number, clauses in enumerate(met):
            for level in range(min(number, MOST_COUNTED - 1), 0, -1):
                gone[level] |= gone[level - 1] & clauses
            gone[0] |= clauses
        unmet = self._unmet
        for clauses, by_most in zip(gone, self._met_by_most, strict=False):
            unmet |= clauses & by_most
        if len(gone) == MOST_COUNTED and (left := gone[-1] & self._clauses):
            unmet |= left & ~self._met_beside(set(slots))
        return unmet

    def _met_beside(self, slots: set[int]) -> int:
        """The clauses that the values of all other slots meet."""
        met = 0
        for slot, (met_by, index) in enumerate(zip(self._met_by, self.state, strict=True)):
            if slot not in slots:
                met |= met_by[index]
        return met


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
