"""Which decisions exclude each other, whatever else is chosen: of such a set at most one comes true, and all others
have to be paid for at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from configurator.engine.solver import Solver


class Exclusions:
    """Finds them by propagation and remembers what it found. `solver` must be one that nobody else asks, so that what
    follows for it does not depend on what others asked."""

    def __init__(self, solver: Solver) -> None:
        self._solver = solver
        self._excluded: dict[int, frozenset[int]] = {}

    def sets(self, literals: Sequence[int]) -> list[list[int]]:
        """Disjoint sets of two and more of the literals, no two of which can be true together; first come, first
        served."""
        left = dict.fromkeys(literals)
        found = []
        for literal in literals:
            if literal not in left:
                continue
            del left[literal]
            together = [literal]
            common = {-other for other in self._excludes(literal)}.intersection(left)
            while common:
                other = next(each for each in left if each in common)
                del left[other]
                together.append(other)
                common.remove(other)
                common.intersection_update([-each for each in self._excludes(other)])
            if len(together) > 1:
                found.append(together)
        return found

    def _excludes(self, literal: int) -> frozenset[int]:
        """What cannot be true together with the literal, each negated."""
        if literal not in self._excluded:
            implied = self._solver.propagate([literal]) or ()
            self._excluded[literal] = frozenset(implied)
        return self._excluded[literal]
