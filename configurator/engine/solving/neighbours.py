"""All products one change away, tested against every rule in one vectorised step.

A product found by the solver is a witness for its own values only; each neighbour that breaks no rule is a witness for
one more value, at no cost in solving. A change of one slot breaks only clauses that lean on that slot alone, so a step
looks once at each atom of the rules, and then at the values of the slots that are leaned on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from configurator.engine.solving.lowering import AtMost, Clause, Member
from configurator.engine.solving.ragged import Integers, Ragged
from configurator.engine.solving.slots import Space, State

Flags = npt.NDArray[np.bool_]
"""One flag for each value of each slot, slot after slot."""


class Neighbours:
    """The rules of a product as arrays over its flat values."""

    def __init__(self, space: Space, clauses: Iterable[Clause]) -> None:
        sizes = [len(slot.values) for slot in space.slots]
        self.starts: Integers = np.cumsum([0, *sizes])
        self.slot_of: Integers = np.repeat(np.arange(len(sizes)), sizes)
        kept = list(dict.fromkeys(clauses))
        self._plain = _Members(self.starts, [_members(c) for c in kept if not _sums(c)])
        self._last: tuple[bytes, Flags] | None = None
        """The product asked about last, and the answer: it is asked for more than once in a row."""
        self._sums = _WithSums(self.starts, [(_members(c), _sums(c)) for c in kept if _sums(c)])

    def buildable(self, state: State | Integers) -> Flags:
        """For each flat value: would the product with just that value put in keep every rule?

        Entry of a value that the state holds already: whether the state itself keeps them.
        """
        values = np.asarray(state, dtype=np.int64)
        name = values.tobytes()
        if self._last is None or self._last[0] != name:
            flat = self.starts[:-1] + values
            kept = self._plain.kept(values, flat)
            self._sums.narrow(kept, flat, flat[self.slot_of])
            kept.setflags(write=False)
            self._last = name, kept
        return self._last[1]

    def buildable_in(self, slots: Integers, state: State | Integers) -> Flags:
        """The same for values of some slots alone, of a state that keeps every rule; no flag for any other."""
        values = np.asarray(state, dtype=np.int64)
        flat = self.starts[:-1] + values
        kept = self._plain.kept_in(slots, values)
        self._sums.narrow(kept, flat, flat[self.slot_of])
        return kept


def _members(clause: Clause) -> list[Member]:
    return [atom for atom in clause if isinstance(atom, Member)]


def _sums(clause: Clause) -> list[AtMost]:
    return [atom for atom in clause if isinstance(atom, AtMost)]


class _Members:
    """Clauses whose atoms are all about the value of one slot."""

    def __init__(self, starts: Integers, clauses: Sequence[Sequence[Member]]) -> None:
        atoms = [(row, atom) for row, clause in enumerate(clauses) for atom in clause]
        sizes = np.diff(starts)
        self._clauses = len(clauses)
        self._values = int(starts[-1])
        self._clause: Integers = np.array([row for row, _ in atoms], dtype=np.int64)
        self._slot: Integers = np.array([atom.slot for _, atom in atoms], dtype=np.int64)
        flags = [[bool(atom.mask >> index & 1) for index in range(sizes[atom.slot])] for _, atom in atoms]
        self._offset: Integers = np.cumsum([0, *map(len, flags)])[:-1]
        self._admits = np.array([flag for row in flags for flag in row], dtype=bool)
        self._atoms_of_clause = _gathered(self._clause, len(clauses))
        self._atoms_of_slot = _gathered(self._slot, len(sizes))
        self._values_of_slot = Ragged([range(a, b) for a, b in pairwise(starts.tolist())])
        self._inside, self._outside = (
            Ragged(
                [
                    [starts[a.slot] + i for i, flag in enumerate(row) if flag is side]
                    for (_, a), row in zip(atoms, flags, strict=True)
                ]
            )
            for side in (True, False)
        )

    def kept(self, values: Integers, flat: Integers) -> Flags:
        """For each flat value: whether every clause holds with just that value put in."""
        true = self._admits[self._offset + values[self._slot]]
        held = np.bincount(self._clause[true], minlength=self._clauses)
        leaning = np.flatnonzero(true & (held[self._clause] == 1))
        kept = np.ones(self._values, dtype=bool)
        kept[self._outside.of(leaning)] = False
        broken = held == 0
        if broken.any():
            mends = self._inside.of(np.flatnonzero(broken[self._clause]))
            kept &= np.bincount(mends, minlength=self._values) == broken.sum()
            kept[flat] = False
        return kept

    def kept_in(self, slots: Integers, values: Integers) -> Flags:
        """For each value of some slots: whether every clause still holds with just that value put in."""
        atoms = self._true(self._atoms_of_slot.of(slots), values)
        asked = np.zeros(self._clauses, dtype=bool)
        asked[self._clause[atoms]] = True
        clauses = np.flatnonzero(asked)
        held = np.zeros(self._clauses, dtype=np.int64)
        np.add.at(held, self._clause[self._true(self._atoms_of_clause.of(clauses), values)], 1)
        kept = np.zeros(self._values, dtype=bool)
        kept[self._values_of_slot.of(slots)] = True
        kept[self._outside.of(atoms[held[self._clause[atoms]] == 1])] = False
        return kept

    def _true(self, atoms: Integers, values: Integers) -> Integers:
        """Those of the atoms that hold."""
        return np.asarray(atoms[self._admits[self._offset[atoms] + values[self._slot[atoms]]]])


def _gathered(owner: Integers, owners: int) -> Ragged:
    """For each owner, the places where it stands."""
    places: list[list[int]] = [[] for _ in range(owners)]
    for place, each in enumerate(owner.tolist()):
        places[each].append(place)
    return Ragged(places)


class _WithSums:
    """Clauses with sums: few, so each looks at every value."""

    def __init__(self, starts: Integers, clauses: Sequence[tuple[Sequence[Member], Sequence[AtMost]]]) -> None:
        sums = list(dict.fromkeys(atom for _, atoms in clauses for atom in atoms))
        number = {atom: row for row, atom in enumerate(sums)}
        self._bounds = np.array([atom.bound for atom in sums], dtype=np.int64)
        self._weights = np.zeros((len(sums), starts[-1]), dtype=np.int64)
        for row, atom in enumerate(sums):
            for slot, weights in atom.terms:
                self._weights[row, starts[slot] : starts[slot] + len(weights)] = weights
        self._members = np.zeros((len(clauses), starts[-1]), dtype=np.int16)
        for row, (members, _) in enumerate(clauses):
            for member in members:
                for index in range(starts[member.slot + 1] - starts[member.slot]):
                    self._members[row, starts[member.slot] + index] = member.mask >> index & 1
        alone = [number[atoms[0]] for members, atoms in clauses if not members and len(atoms) == 1]
        joined = [
            (row, number[atoms[0]]) for row, (members, atoms) in enumerate(clauses) if members and len(atoms) == 1
        ]
        self._alone: Integers = np.array(alone, dtype=np.int64)
        self._joined: Integers = np.array([row for row, _ in joined], dtype=np.int64)
        self._joined_sums: Integers = np.array([found for _, found in joined], dtype=np.int64)
        self._rows = [
            (row, [number[atom] for atom in atoms]) for row, (_, atoms) in enumerate(clauses) if len(atoms) > 1
        ]

    def narrow(self, kept: Flags, flat: Integers, present: Integers) -> None:
        """Take from `kept` the values with which a clause would be broken; `present` are the values they replace."""
        if not len(self._bounds):
            return
        totals = self._weights[:, flat].sum(axis=1)[:, None] + self._weights - self._weights[:, present]
        within = totals <= self._bounds[:, None]
        kept &= within[self._alone].all(axis=0)
        held = self._members[:, flat].sum(axis=1)
        if len(self._joined):
            members = self._members[self._joined]
            met = held[self._joined][:, None] + members - members[:, present] > 0
            kept &= (met | within[self._joined_sums]).all(axis=0)
        for row, sums in self._rows:
            if held[row] > 1:
                continue
            holds = within[sums].any(axis=0)
            holds |= held[row] + self._members[row] - self._members[row, present] > 0
            kept &= holds
