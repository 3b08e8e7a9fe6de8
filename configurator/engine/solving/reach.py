"""Which values are within reach: for every option and number, whether some buildable product holds it.

Exact for every value. A click starts from what was found for fewer choices: what was out of reach stays so, and parts
of the product that the new choice does not touch stay as they are. In the touched parts, values are proven by the
neighbours of the standing product, by what likely becomes of it with a value put in, by products found before that fit
there, and by one question a round that asks for any value still unproven, so that a single "no" settles all the rest.
Each product found speaks for its neighbours too, and is learned from.
"""

from __future__ import annotations

from itertools import count, pairwise

import numpy as np

from configurator.engine.solving.aims import Aims
from configurator.engine.solving.encoding import Encoding
from configurator.engine.solving.memory import Held, Known, Memory
from configurator.engine.solving.moves import Guesses, Moves
from configurator.engine.solving.neighbours import Flags, Neighbours
from configurator.engine.solving.parts import Parts, Touched
from configurator.engine.solving.pool import Bits, Pool
from configurator.engine.solving.ragged import Integers, Ragged
from configurator.engine.solving.slots import State
from configurator.engine.solving.solver import Solver

WIDENED = 12
"""So many remembered products are widened before the solver is asked for new ones."""


class Reach:
    """Finds what is within reach for one product."""

    def __init__(
        self, encoding: Encoding, solver: Solver, neighbours: Neighbours, parts: Parts, aims: Aims, moves: Moves
    ) -> None:
        self._encoding = encoding
        self._solver = solver
        self._neighbours = neighbours
        self._parts = parts
        self._values = Ragged([range(a, b) for a, b in pairwise(neighbours.starts.tolist())])
        self._aims = aims
        self._moves = moves
        self._literals = aims.literals
        self._closes = np.full((2, int(abs(self._literals).max()) + 1), -1, dtype=np.int64)
        """By sign and variable: the value that a true literal closes."""
        for flat, literal in enumerate(self._literals.tolist()):
            self._closes[int(literal < 0), abs(literal)] = flat
        self.pool = Pool(neighbours.starts)

    def root(self, always: list[int], barred: Flags) -> Memory:
        """What is within reach before any choice, where `always` holds and the values of some options are barred."""
        nothing = Known(~barred, np.zeros(len(barred), dtype=bool))
        return Memory(self._known(always, nothing) or Known(nothing.sure, nothing.sure), barred)

    def values(
        self,
        always: list[int],
        memory: Memory,
        held: Held,
        standing: State | None = None,
        wanted: Flags | None = None,
    ) -> Known | None:
        """What is within reach under all choices; None where no product meets them.

        `standing` is a product that does, if one is known: it saves most questions. With `wanted`, only these values
        are looked at; others may stay undecided.
        """
        choices = frozenset(held.items())
        known = memory.of(choices)
        if known is not None and not (known.opened & ~known.sure & (True if wanted is None else wanted)).any():
            return known
        literals = [*always, *(self._encoding.member(slot, mask) for slot, mask in held.items())]
        proven, guesses = memory.proven(choices), None
        if standing is not None:
            near = self._neighbours.buildable(standing)
            proven = near if proven is None else near | proven
            guesses = self._moves.near(always, held, standing)
        known = self._known(literals, known or memory.nearest(choices), proven, wanted, guesses)
        if known is not None:
            memory.keep(choices, known)
        return known

    def _known(
        self,
        literals: list[int],
        before: Known,
        proven: Flags | None = None,
        wanted: Flags | None = None,
        guesses: Guesses | None = None,
    ) -> Known | None:
        """What is known once `literals` hold as well, beyond what was known `before` and what is `proven` by now."""
        opened = self._propagated(literals, before.opened)
        if opened is None:
            return None
        limit = True if wanted is None else wanted
        doubtful = opened & ~before.sure & limit
        changed = np.unique(self._neighbours.slot_of[(before.opened & ~opened) | doubtful])
        if not len(changed):
            return Known(opened, before.sure & opened)
        touched = self._parts.touched(opened, changed)
        if touched.broken:
            return None
        sure = before.sure & opened
        sure[self._values.of(touched.slots)] = False
        if proven is not None:
            sure |= proven & opened
        if guesses is not None:
            self._guess(guesses, opened & ~sure, sure)
        unmet = False
        if proven is None or (opened & ~sure).any():
            unmet = self._witness(touched, opened, sure) and proven is None
        asked = opened & ~sure & limit
        if unmet:
            if not self._solver.solve(literals):
                return None
            self._note(opened, sure, asked)
        opened = opened & ~self._prove(literals, opened, sure, asked & ~sure, guesses)
        return Known(opened, sure)

    def _propagated(self, literals: list[int], opened: Flags) -> Flags | None:
        """What of `opened` the literals leave; None where they leave some slot nothing."""
        implied = self._solver.propagate(literals)
        if implied is None:
            return None
        opened = opened.copy()
        found = np.array(implied, dtype=np.int64)
        found = found[np.abs(found) < self._closes.shape[1]]
        closed = self._closes[(found > 0).astype(np.int64), np.abs(found)]
        opened[closed[closed >= 0]] = False
        return opened if np.logical_or.reduceat(opened, self._neighbours.starts[:-1]).all() else None

    def _guess(self, guesses: Guesses, doubtful: Flags, sure: Flags) -> None:
        """Mark what products prove that come to mind for the doubtful values."""
        for slot in np.flatnonzero(np.logical_or.reduceat(doubtful, self._neighbours.starts[:-1])).tolist():
            start, end = self._neighbours.starts[slot : slot + 2]
            for index in guesses.fitting(slot, np.flatnonzero(doubtful[start:end]).tolist()):
                sure[start + index] = True

    def _witness(self, touched: Touched, opened: Flags, sure: Flags) -> bool:
        """Mark what a remembered product proves for a part that it fits; whether there is a part that none fits."""
        fits = self._fitting(touched, opened)
        places = self._values.places(touched.slots)
        values, part = self._values.entries[places], np.repeat(touched.part, self._values.lengths[touched.slots])
        part, values = part[opened[values]], values[opened[values]]
        sure[values[(self.pool.holding[values] & fits[part]).any(axis=1)]] = True
        self._widen(touched, fits, opened, sure)
        return not fits.any(axis=1).all()

    def _widen(self, touched: Touched, fits: Bits, opened: Flags, sure: Flags) -> None:
        """Mark what neighbours of products prove that fit the part with the most values still unproven."""
        unproven = np.add.reduceat(opened & ~sure, self._neighbours.starts[:-1], dtype=np.int64)[touched.slots]
        if not unproven.any():
            return
        part = int(np.bincount(touched.part, weights=unproven).argmax())
        slots = touched.slots[(touched.part == part) & (unproven > 0)]
        for state in self.pool.newest(fits[part], WIDENED):
            if not len(slots):
                break
            sure |= self._neighbours.buildable_in(slots, state) & opened
            slots = np.unique(
                self._neighbours.slot_of[self._values.of(slots)][(opened & ~sure)[self._values.of(slots)]]
            )

    def _fitting(self, touched: Touched, opened: Flags) -> Bits:
        """For each part, the products that hold nothing closed in it or at its edge."""
        slots = np.concatenate((touched.slots, touched.edge))
        part = np.repeat(np.concatenate((touched.part, touched.edge_part)), self._values.lengths[slots])
        values = self._values.of(slots)
        part, values = part[~opened[values]], values[~opened[values]]
        order = np.argsort(part, kind="stable")
        present, begins = np.unique(part[order], return_index=True)
        parts = int(touched.part.max(initial=-1)) + 1
        fits = np.tile(self.pool.kept, (parts, 1))
        if len(present):
            fits[present] &= ~np.bitwise_or.reduceat(self.pool.holding[values[order]], begins, axis=0)
        return fits

    def _prove(self, literals: list[int], opened: Flags, sure: Flags, asked: Flags, guesses: Guesses | None) -> Flags:
        """Decide each value `asked` for: mark it `sure`, or return it as out of reach."""
        for turn in count():
            if not asked.any():
                break
            self._solver.prefer(self._aims.of(asked, turn))
            if not self._solver.ask(literals, [self._literals[asked].tolist()]):
                break
            state = self._note(opened, sure, asked)
            if guesses is not None:
                for slot in np.flatnonzero(asked[self._neighbours.starts[:-1] + state]).tolist():
                    guesses.learn(slot, state.tolist())
            asked = asked & ~sure
        return asked

    def _note(self, opened: Flags, sure: Flags, asked: Flags) -> Integers:
        """Remember the product just found; it and its neighbours prove what they hold of the values `asked` for."""
        state = np.array(self._solver.state)
        self.pool.add(state)
        slots = np.unique(self._neighbours.slot_of[asked])
        sure |= self._neighbours.buildable_in(slots, state) & opened
        return state
