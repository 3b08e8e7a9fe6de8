"""Parts of a product that no longer depend on each other, once some values are closed.

With every choice more rules are met whatever else is chosen, and the slots that the others join fall into parts: what
is within reach in one part does not depend on what is chosen in another. So a choice changes only the parts that it
touches, and a product found long ago is a witness for a part if it fits there, however it differs elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from configurator.engine.solving.lowering import AtMost, Clause, Member
from configurator.engine.solving.neighbours import Flags
from configurator.engine.solving.ragged import Integers, Ragged
from configurator.engine.solving.slots import Space


@dataclass(frozen=True, slots=True)
class Touched:
    """The parts that a change touches, numbered from 0.

    `slots` are their undecided slots, with the `part` of each. What a product holds in the slots at the `edge` of a
    part (`edge_part`) decides as well whether it fits there. `broken`: some rule cannot be met any more.
    """

    slots: Integers
    part: Integers
    edge: Integers
    edge_part: Integers
    broken: bool


class Parts:
    """The rules of a product as links between its slots."""

    def __init__(self, space: Space, starts: Integers, clauses: Sequence[Clause]) -> None:
        links = [_links(space, starts, clause) for clause in clauses]
        self._starts = starts
        self._slots = Ragged([[slot for slot, _, _ in row] for row in links])
        self._inside = Ragged([values for row in links for _, values, _ in row])
        self._summed = np.array([summed for row in links for _, _, summed in row], dtype=bool)
        clauses_of: list[list[int]] = [[] for _ in space.slots]
        for number, row in enumerate(links):
            for slot in {slot for slot, _, _ in row}:
                clauses_of[slot].append(number)
        self._clauses = Ragged(clauses_of)
        self._bounds = _Bounds(starts, clauses)

    def touched(self, opened: Flags, changed: Integers) -> Touched:
        """The parts that hold or lean on one of the `changed` slots, when just the `opened` values are left."""
        counts = np.add.reduceat(opened, self._starts[:-1], dtype=np.int64)
        met = self._bounds.met(opened)
        reached = np.zeros(len(counts), dtype=bool)
        looked = np.zeros(len(met), dtype=bool)
        reached[changed[counts[changed] > 1]] = True
        frontier, steps, broken = changed, [], False
        while True:
            rows = self._clauses.of(frontier)
            rows = np.unique(rows[~looked[rows]])
            if not len(rows):
                break
            looked[rows] = True
            step = self._look(rows, opened, counts, met)
            broken = broken or step.broken
            steps.append(step)
            frontier = np.unique(step.slots[step.live & ~reached[step.slots]])
            reached[frontier] = True
        slots = np.flatnonzero(reached)
        return _labelled(slots, _Step.joined(steps), broken)

    def _look(self, rows: Integers, opened: Flags, counts: Integers, met: Flags) -> _Step:
        """Which of the clauses still ask for something, and of which slots."""
        places, lengths = self._slots.places(rows), self._slots.lengths[rows]
        slots = self._slots.entries[places]
        inside = np.add.reduceat(opened[self._inside.of(places)], _begins(self._inside.lengths[places]), dtype=np.int64)
        sure = (inside == counts[slots]) & ~self._summed[places]
        begins = _begins(lengths)
        asking = ~(np.logical_or.reduceat(sure, begins) | met[rows])
        live = np.repeat(asking, lengths) & (inside > 0) & (counts[slots] > 1)
        broken = bool((asking & ~np.logical_or.reduceat(live, begins)).any())
        kept = np.repeat(asking, lengths)
        return _Step(np.repeat(rows, lengths)[kept], slots[kept], live[kept], broken)


@dataclass(frozen=True, slots=True)
class _Step:
    """Links of clauses that still ask for something: each with its slot, and whether that can still answer."""

    rows: Integers
    slots: Integers
    live: Flags
    broken: bool

    @classmethod
    def joined(cls, steps: Sequence[_Step]) -> _Step:
        if not steps:
            nothing = np.zeros(0, dtype=np.int64)
            return cls(nothing, nothing, nothing.astype(bool), False)
        rows, slots, live = (np.concatenate([getattr(s, name) for s in steps]) for name in ("rows", "slots", "live"))
        return cls(rows, slots, live, any(step.broken for step in steps))


def _labelled(slots: Integers, links: _Step, broken: bool) -> Touched:
    """Slots that a clause joins get one label, the least, till nothing changes; then labels are numbered from 0."""
    live_slots, live_rows = links.slots[links.live], links.rows[links.live]
    at = np.searchsorted(slots, live_slots)
    begins = np.flatnonzero(np.diff(live_rows, prepend=-1))
    lengths = np.diff(begins, append=len(live_rows))
    label = np.arange(len(slots))
    while len(at):
        least = np.minimum.reduceat(label[at], begins)
        joined = label.copy()
        np.minimum.at(joined, at, np.repeat(least, lengths))
        joined = joined[joined]
        if np.array_equal(joined, label):
            break
        label = joined
    names, part = np.unique(label, return_inverse=True)
    part_of_row = np.zeros(int(links.rows.max(initial=-1)) + 1, dtype=np.int64)
    part_of_row[live_rows] = part[at]
    rest = ~links.live
    pairs = np.unique(links.slots[rest] * max(len(names), 1) + part_of_row[links.rows[rest]])
    edge, edge_part = np.divmod(pairs, max(len(names), 1))
    return Touched(slots, part, edge, edge_part, broken)


def _links(space: Space, starts: Integers, clause: Clause) -> list[tuple[int, list[int], bool]]:
    """The slots that a clause leans on: the flat values that meet it alone, or all of them where they are summed."""
    found = []
    for atom in clause:
        if isinstance(atom, Member):
            start = int(starts[atom.slot])
            found.append((atom.slot, [start + index for index in space.slots[atom.slot].indices(atom.mask)], False))
        else:
            found.extend((s, list(range(int(starts[s]), int(starts[s + 1]))), True) for s, _ in atom.terms)
    return found


def _begins(lengths: Integers) -> Integers:
    return np.cumsum(lengths) - lengths


class _Bounds:
    """The sums of the clauses at their most."""

    def __init__(self, starts: Integers, clauses: Sequence[Clause]) -> None:
        self._count = len(clauses)
        sums = [(row, atom) for row, clause in enumerate(clauses) for atom in clause if isinstance(atom, AtMost)]
        terms = [(starts[slot], weights) for _, atom in sums for slot, weights in atom.terms]
        self._rows: Integers = np.array([row for row, _ in sums], dtype=np.int64)
        self._bound: Integers = np.array([atom.bound for _, atom in sums], dtype=np.int64)
        self._values = Ragged([range(start, start + len(weights)) for start, weights in terms])
        self._weights: Integers = np.array([w for _, weights in terms for w in weights], dtype=np.int64)
        self._firsts = _begins(np.array([len(atom.terms) for _, atom in sums], dtype=np.int64))

    def met(self, opened: Flags) -> Flags:
        """For each clause: whether one of its sums stays under its bound whatever is chosen."""
        met = np.zeros(self._count, dtype=bool)
        if len(self._rows):
            weights = np.where(opened[self._values.entries], self._weights, 0)
            most = np.add.reduceat(np.maximum.reduceat(weights, self._values.starts[:-1]), self._firsts)
            met[self._rows[most <= self._bound]] = True
        return met
