"""Hitting sets: the fewest numbers of which every one of some sets has one (Reiter, "A theory of diagnosis from first
principles", 1987). They come by size and then in lexicographic order, so that which one is first depends on nothing
that the solver happened to find.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MOST_STEPS = 20_000
"""Tries of one search, all sizes together: far more than what people choose ever needs, a quarter of a second."""

Sacrifice = tuple[int, ...]
"""The numbers of a hitting set, ascending."""


class OutOfSteps(Exception):
    """There may be another set, but to find it takes too long."""


class HittingSets:
    """Sets to hit, which grow while hitting sets are tried on something, and those that proved good."""

    def __init__(self) -> None:
        self.sets: list[frozenset[int]] = []
        self.good: list[frozenset[int]] = []
        self._steps = 0

    def first(self, size: int) -> Sacrifice | None:
        """The first hitting set of just this size that contains no good one; None where there is none.

        All smaller ones must have been asked for before. Raises `OutOfSteps`.
        """
        return self._search((), self.sets, size)

    def _search(self, chosen: Sacrifice, unhit: Sequence[frozenset[int]], room: int) -> Sacrifice | None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise OutOfSteps
        if any(good.issubset(chosen) for good in self.good) or _disjoint(unhit) > room:
            return None
        if not unhit:
            return None if room else chosen
        after = chosen[-1] if chosen else -1
        last = min(max(each, default=-1) for each in unhit)
        for number in sorted({n for each in unhit for n in each if after < n <= last}):
            found = self._search((*chosen, number), [each for each in unhit if number not in each], room - 1)
            if found is not None:
                return found
        return None


def _disjoint(sets: Iterable[frozenset[int]]) -> int:
    """How many of the sets have nothing in common with those counted before: as many must be hit one by one."""
    count, taken = 0, set[int]()
    for each in sets:
        if taken.isdisjoint(each):
            taken |= each
            count += 1
    return count
