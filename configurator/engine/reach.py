"""Which values are within reach: for every option and number, whether some buildable product holds it.

Exact for every value, by: products found before that fit the choices, the neighbours of each product, propagation, and
one query a round that asks for any value still unproven, so that a single "no" settles all the rest.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from configurator.engine.encoding import Encoding
from configurator.engine.neighbours import Flags, Neighbours
from configurator.engine.slots import Space, State
from configurator.engine.solver import Solver

POOL = 3000
"""Products remembered as witnesses; the oldest half goes when full."""

Held = Mapping[int, int]
"""What the choices admit: slot number to a mask of its values."""


class Pool:
    """Products found so far. They depend on the rules alone, so every shopper may use them."""

    def __init__(self, neighbours: Neighbours) -> None:
        self._starts = neighbours.starts[:-1]
        self._slot_of = neighbours.slot_of
        self._flat: npt.NDArray[np.int64] = np.zeros((0, len(self._starts)), dtype=np.int64)
        self._fresh: dict[State, None] = {}

    def add(self, state: State) -> None:
        """Remember a product."""
        self._fresh[state] = None

    def witnessed(self, held: Held, barred: Flags) -> Flags:
        """Values that some remembered product holds, its other slots being as `held`."""
        self._absorb()
        usable = self._flat[~barred[self._flat].any(axis=1)]
        misses = np.zeros(len(usable), dtype=np.int64)
        wrong: dict[int, Flags] = {}
        for slot, mask in held.items():
            admitted = np.array([mask >> index & 1 for index in range(mask.bit_length())] + [0], dtype=bool)
            index = np.minimum(usable[:, slot] - self._starts[slot], len(admitted) - 1)
            wrong[slot] = ~admitted[index]
            misses += wrong[slot]
        found = np.zeros(len(self._slot_of), dtype=bool)
        found[usable[misses == 0].ravel()] = True
        for slot, flags in wrong.items():
            found[usable[flags & (misses == 1), slot]] = True
        return found

    def _absorb(self) -> None:
        if self._fresh:
            fresh = np.array(list(self._fresh), dtype=np.int64) + self._starts
            self._fresh.clear()
            self._flat = np.concatenate((self._flat, fresh))
            if len(self._flat) > POOL:
                self._flat = self._flat[-POOL // 2 :]


class Reach:
    """Finds what is within reach for one product."""

    def __init__(self, space: Space, encoding: Encoding, solver: Solver, neighbours: Neighbours, pool: Pool) -> None:
        self._space = space
        self._encoding = encoding
        self._solver = solver
        self._neighbours = neighbours
        self._pool = pool
        starts = neighbours.starts
        self._literals = np.array(
            [encoding.value(number, index) for number, s in enumerate(space.slots) for index in range(len(s.values))]
        )
        self._ranges = [range(int(starts[number]), int(starts[number + 1])) for number in range(len(space.slots))]

    def values(self, always: list[int], held: Held, closed: Flags, standing: State | None) -> Flags:
        """Flags of the values within reach.

        A slot in `held` is answered with its own choice set aside, any other under all of them. `closed` values are
        known to be out of reach; `standing` is a product that meets all of `held`, if one is known.
        """
        found = self._pool.witnessed(held, closed)
        if standing is not None:
            found |= self._neighbours.buildable(standing)
        found &= ~closed
        unknown = ~found & ~closed
        literals = {slot: self._encoding.member(slot, mask) for slot, mask in held.items()}
        others = [
            flat for slot, flats in enumerate(self._ranges) if slot not in held for flat in flats if unknown[flat]
        ]
        self._settle([*always, *literals.values()], others, found, ~closed)
        for slot in held:
            rest = [flat for flat in self._ranges[slot] if unknown[flat] and not found[flat]]
            if rest:
                aside = [literal for other, literal in literals.items() if other != slot]
                self._settle([*always, *aside], rest, found, ~closed & (self._neighbours.slot_of == slot))
        return found

    def _settle(self, assumptions: list[int], unknown: list[int], found: Flags, provable: Flags) -> None:
        """Prove each of the `unknown` values found or out of reach under the assumptions.

        Only `provable` values may be marked: with a choice set aside, what is found speaks for its own slot alone.
        """
        if not unknown:
            return
        implied = set(self._solver.propagate(assumptions))
        unknown = [flat for flat in unknown if -int(self._literals[flat]) not in implied]
        while unknown:
            wanted = [int(self._literals[flat]) for flat in unknown]
            self._solver.prefer(wanted)
            if not self._any(assumptions, wanted):
                return
            state = self._solver.state
            self._pool.add(state)
            found |= self._neighbours.buildable(state) & provable
            unknown = [flat for flat in unknown if not found[flat]]

    def _any(self, assumptions: list[int], wanted: list[int]) -> bool:
        if len(wanted) == 1:
            return self._solver.solve([*assumptions, wanted[0]])
        asked = self._encoding.literal()
        self._solver.add([-asked, *wanted])
        answer = self._solver.solve([*assumptions, asked])
        self._solver.add([-asked])
        return answer
