"""Which decisions exclude each other, whatever else is chosen: of such a set at most one comes true, and all others
have to be paid for at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from configurator.engine.solving.solver import Solver


class Exclusions:
    """Finds them by propagation, and remembers them.

    `solver` must be one that nobody else asks, so that what follows for it does not depend on what others asked.
    """

    def __init__(self, solver: Solver, literals: Sequence[int]) -> None:
        """`literals` are all that will ever be asked for."""
        self._solver = solver
        self._literals = literals
        self._places = {literal: place for place, literal in enumerate(literals)}
        self._excluded: dict[int, int] = {}

    def sets(self, literals: Iterable[int]) -> list[list[int]]:
        """Disjoint sets of two and more of these literals, no two of which can be true together."""
        left = sum(1 << self._places[literal] for literal in literals)
        found = []
        while left:
            together, common = [], left
            while common:
                place = (common & -common).bit_length() - 1
                left ^= 1 << place
                together.append(self._literals[place])
                common &= self._excludes(self._literals[place])
            if len(together) > 1:
                found.append(together)
        return found

    def _excludes(self, literal: int) -> int:
        """The places of all that cannot be true together with the literal."""
        if literal not in self._excluded:
            implied = self._solver.propagate([literal]) or ()
            places = [self._places[-other] for other in implied if -other in self._places]
            self._excluded[literal] = sum(1 << place for place in set(places))
        return self._excluded[literal]
