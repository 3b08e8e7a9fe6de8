"""Which rules a full product breaks, of all rules at once: a look is a third of what the solver takes for a product."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from configurator.engine.solving.lowering import AtMost, Clause, Member
from configurator.engine.solving.ragged import Integers
from configurator.engine.solving.slots import Space


class Breaches:
    """The clauses of some rules as arrays; each clause has a rule that it belongs to, its owner."""

    def __init__(self, space: Space, clauses: Sequence[Clause], owners: Sequence[int]) -> None:
        sizes = [len(slot.values) for slot in space.slots]
        self._starts: Integers = np.cumsum([0, *sizes])[:-1]
        self._owners = owners
        atoms = [(row, atom) for row, clause in enumerate(clauses) for atom in clause]
        members = [(row, atom) for row, atom in atoms if isinstance(atom, Member)]
        self._clause: Integers = np.array([row for row, _ in members], dtype=np.int64)
        self._slot: Integers = np.array([atom.slot for _, atom in members], dtype=np.int64)
        flags = [[bool(atom.mask >> index & 1) for index in range(sizes[atom.slot])] for _, atom in members]
        self._offset: Integers = np.cumsum([0, *map(len, flags)])[:-1]
        self._admits = np.array([flag for row in flags for flag in row], dtype=bool)
        sums = list(dict.fromkeys(atom for _, atom in atoms if isinstance(atom, AtMost)))
        number = {atom: row for row, atom in enumerate(sums)}
        self._bounds = np.array([atom.bound for atom in sums], dtype=np.int64)
        self._weights = np.zeros((len(sums), sum(sizes)), dtype=np.int64)
        for row, found in enumerate(sums):
            for slot, weights in found.terms:
                self._weights[row, self._starts[slot] : self._starts[slot] + len(weights)] = weights
        summed = [
            (row, number[atom]) for row, clause in enumerate(clauses) for atom in clause if isinstance(atom, AtMost)
        ]
        self._sum_clause: Integers = np.array([row for row, _ in summed], dtype=np.int64)
        self._sum: Integers = np.array([found for _, found in summed], dtype=np.int64)

    def of(self, state: Sequence[int]) -> set[int]:
        """The owners of the clauses that the product breaks."""
        values = np.array(state, dtype=np.int64)
        met = np.zeros(len(self._owners), dtype=bool)
        met[self._clause[self._admits[self._offset + values[self._slot]]]] = True
        if len(self._bounds):
            within = self._weights[:, self._starts + values].sum(axis=1) <= self._bounds
            met[self._sum_clause[within[self._sum]]] = True
        return {self._owners[row] for row in (~met).nonzero()[0].tolist()}
