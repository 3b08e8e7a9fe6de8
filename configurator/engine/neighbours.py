"""All products one change away, tested against every rule in one vectorised step.

A product found by the solver is a witness for its own values only; each neighbour that breaks no rule is a witness for
one more value, at no cost in solving.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from configurator.engine.lowering import AtMost, Clause, Member
from configurator.engine.slots import Space, State

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
"""One flag for each value of each slot, slot after slot."""


class Neighbours:
    """The rules of a product as matrices over its flat values."""

    def __init__(self, space: Space, clauses: Iterable[Clause]) -> None:
        sizes = [len(slot.values) for slot in space.slots]
        self.starts: Integers = np.cumsum([0, *sizes])
        self.slot_of: Integers = np.repeat(np.arange(len(sizes)), sizes)
        kept = list(dict.fromkeys(clauses))
        sums = list(dict.fromkeys(atom for clause in kept for atom in clause if isinstance(atom, AtMost)))
        number = {atom: row for row, atom in enumerate(sums)}
        self._members = np.zeros((len(kept), self.starts[-1]), dtype=np.int16)
        self._weights = np.zeros((len(sums), self.starts[-1]), dtype=np.int64)
        self._bounds = np.array([atom.bound for atom in sums], dtype=np.int64)
        self._with_sums: list[tuple[int, list[int]]] = []
        for row, clause in enumerate(kept):
            for atom in clause:
                if isinstance(atom, Member):
                    self._members[row, self.starts[atom.slot] + np.array(space.slots[atom.slot].indices(atom.mask))] = 1
            rows = [number[atom] for atom in clause if isinstance(atom, AtMost)]
            if rows:
                self._with_sums.append((row, rows))
        for row, atom in enumerate(sums):
            for slot, weights in atom.terms:
                self._weights[row, self.starts[slot] : self.starts[slot] + len(weights)] = weights

    def flat(self, state: State) -> Integers:
        """The state's values as flat indices."""
        return self.starts[:-1] + np.array(state, dtype=np.int64)

    def buildable(self, state: State) -> Flags:
        """For each flat value: would the product with just that value put in keep every rule?

        Entry of a value that the state holds already: whether the state itself keeps them.
        """
        flat = self.flat(state)
        present = flat[self.slot_of]
        sums = (
            self._weights[:, flat].sum(axis=1)[:, None] + self._weights - self._weights[:, present]
        ) <= self._bounds[:, None]
        held = self._members[:, flat].sum(axis=1)
        needed = held <= 1
        for row, rows in self._with_sums:
            needed[row] = not (held[row] > 1 or sums[rows].all(axis=1).any())
        rows_needed = np.flatnonzero(needed)
        members = self._members[rows_needed]
        true = (held[rows_needed][:, None] - members[:, present] + members) > 0
        place = {int(row): at for at, row in enumerate(rows_needed)}
        for row, rows in self._with_sums:
            if row in place:
                true[place[row]] |= sums[rows].any(axis=0)
        return np.asarray(true.all(axis=0))
