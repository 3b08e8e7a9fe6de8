"""What else an answered slot could hold, its own choice set aside and all others kept.

A shopper who wants to change their mind needs this for every answer at once. Most of it is known before anything is
asked: from the time when that choice was not made yet, from the neighbours of the standing product, and from products
found before that meet all choices but one. One question then asks for a product that meets all choices but any one of
them and holds there a value still unproven; a "no" settles all the rest.
"""

from __future__ import annotations

from itertools import accumulate, count, pairwise

import numpy as np

from configurator.engine.solving.aims import Aims
from configurator.engine.solving.encoding import Encoding
from configurator.engine.solving.memory import Held, Known, Memory
from configurator.engine.solving.moves import Moves
from configurator.engine.solving.neighbours import Flags, Neighbours
from configurator.engine.solving.pool import Bits, Pool
from configurator.engine.solving.slots import State
from configurator.engine.solving.solver import Solver


class Siblings:
    """Finds the alternatives of answered slots for one product."""

    def __init__(
        self, encoding: Encoding, solver: Solver, neighbours: Neighbours, pool: Pool, aims: Aims, moves: Moves
    ) -> None:
        self._space = encoding.space
        self._encoding = encoding
        self._solver = solver
        self._neighbours = neighbours
        self._pool = pool
        self._aims = aims
        self._moves = moves
        self._starts = neighbours.starts

    def values(self, always: list[int], memory: Memory, held: Held, known: Known, standing: State) -> Flags:
        """The values within reach: `known` ones, and in each answered slot those with its own choice set aside.

        `standing` is a product that meets all choices.
        """
        if not held:
            return known.sure
        found, doubtful = known.sure.copy(), np.zeros(len(known.sure), dtype=bool)
        choices = frozenset(held.items())
        others = {slot: choices - {(slot, mask)} for slot, mask in held.items()}
        buildable = self._neighbours.buildable(standing) & memory.root.opened
        guesses = self._moves.near(always, held, standing)
        for slot, mask in held.items():
            part = self._slice(slot)
            exact = memory.aside(slot, part, others[slot])
            if exact is not None:
                found[part] = exact
                continue
            found[part] |= buildable[part]
            missing = memory.root.opened[part] & ~found[part] & ~self._admitted(slot, mask)
            if missing.any():
                missing &= memory.aside_at_most(slot, part, others[slot])
                found[part][list(guesses.fitting(slot, np.flatnonzero(missing).tolist()))] = True
                doubtful[part] = missing & ~found[part]
        self._witness(memory, held, found, doubtful)
        self._prove(always, held, found, doubtful)
        for slot in held:
            memory.keep_aside(slot, others[slot], found[self._slice(slot)])
        return found

    def _witness(self, memory: Memory, held: Held, found: Flags, doubtful: Flags) -> None:
        """Mark the doubtful values that are `found` in a remembered product which meets all choices but one."""
        if doubtful.any():
            for slot, fitting in zip(held, self._meeting_all_others(memory, held), strict=True):
                part = self._slice(slot)
                found[part] |= (self._pool.holding[part] & fitting).any(axis=1)
            doubtful &= ~found

    def _slice(self, slot: int) -> slice:
        return slice(int(self._starts[slot]), int(self._starts[slot + 1]))

    def _meeting_all_others(self, memory: Memory, held: Held) -> list[Bits]:
        """For each answered slot: the products that meet all choices but its own."""
        refused = [self._refused(slot, mask) for slot, mask in held.items()]
        allowed = self._pool.without(np.flatnonzero(memory.barred))
        before = accumulate(refused[:-1], lambda left, more: left & ~more, initial=allowed)
        after = [*accumulate(refused[:0:-1], lambda left, more: left & ~more, initial=allowed)][::-1]
        return [one & other for one, other in zip(before, after, strict=True)]

    def _refused(self, slot: int, mask: int) -> Bits:
        """The products that do not meet a choice."""
        refused = self._pool.holding[self._slice(slot)][~self._admitted(slot, mask)]
        return np.asarray(np.bitwise_or.reduce(refused, axis=0))

    def _admitted(self, slot: int, mask: int) -> Flags:
        return np.array([mask >> index & 1 for index in range(len(self._space.slots[slot].values))], dtype=bool)

    def _prove(self, always: list[int], held: Held, found: Flags, doubtful: Flags) -> None:
        """Decide each `doubtful` value: mark it `found`, or leave it as out of reach."""
        for turn in count():
            if not doubtful.any():
                break
            self._solver.prefer(self._aims.of(doubtful, turn))
            if not self._solver.ask(always, self._question(held, doubtful)):
                break
            state = np.array(self._solver.state)
            self._pool.add(state)
            slot = next(slot for slot, mask in held.items() if not mask >> int(state[slot]) & 1)
            part = self._slice(slot)
            found[part] |= self._neighbours.buildable(state)[part] & doubtful[part]
            doubtful &= ~found

    def _question(self, held: Held, doubtful: Flags) -> list[list[int]]:
        """Clauses that ask for a product which meets all choices but one, and there holds a doubtful value.

        Two chains of variables, "all up to here are met" and "all from here on are met", keep them few.
        """
        met = [self._encoding.member(slot, mask) for slot, mask in held.items()]
        spare = self._solver.spare(3 * len(met))
        up_to, onward, but = (spare[start::3] for start in range(3))
        clauses = [[-up_to[at], literal] for at, literal in enumerate(met)]
        clauses += [[-onward[at], literal] for at, literal in enumerate(met)]
        clauses += [[-later, sooner] for sooner, later in pairwise(up_to)]
        clauses += [[-sooner, later] for sooner, later in pairwise(onward)]
        asked = []
        for at, slot in enumerate(held):
            values = np.flatnonzero(doubtful[self._slice(slot)]).tolist()
            if values:
                asked.append(but[at])
                clauses.append([-but[at], *(self._encoding.value(slot, index) for index in values)])
                clauses += [[-but[at], up_to[at - 1]]] if at else []
                clauses += [[-but[at], onward[at + 1]]] if at + 1 < len(met) else []
        return [*clauses, asked]
