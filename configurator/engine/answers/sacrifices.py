"""What must be given up: the smallest sets of choices without which all others go together.

By implicit hitting sets: whatever must be given up hits every contradiction, so the smallest set that hits those known
is tried, and is what was looked for or shows one more. Contradictions are made minimal by deletion in a fixed order, so
nothing here depends on what the solver met before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from configurator.engine.answers.causes import minimal
from configurator.engine.answers.hitting import HittingSets, OutOfSteps, Sacrifice
from configurator.engine.solving.kernel import Kernel
from configurator.engine.solving.slots import State

MOST_OF_A_SIZE = 12
"""So many sets of one size are looked for; they are the first in order."""


class Sacrifices:
    """Sets of `choices` (literals, oldest first) to give up under what is `always` assumed."""

    def __init__(self, kernel: Kernel, always: Sequence[int], choices: Sequence[int]) -> None:
        self._kernel = kernel
        self._always = always
        self._choices = choices
        self.proven = True
        """Whether what was found are the smallest sets: false where there was no time to prove it."""

    def by_size(self) -> Iterator[list[tuple[Sacrifice, State]]]:
        """All sets of the smallest size, then those of the next that there are, each with a product without them.

        A set is given by numbers of choices. None of them can be left out of it. Sets of older choices come first.
        """
        tried = HittingSets()
        size = 0
        while size <= len(tried.sets):
            same: list[tuple[Sacrifice, State]] = []
            try:
                self._of_size(size, tried, same)
            except OutOfSteps:
                self.proven = bool(tried.good)
                if not tried.good:
                    same.extend(self._newest_kept())
                size = len(self._choices)
            if same:
                yield same
            size += 1

    def _of_size(self, size: int, tried: HittingSets, same: list[tuple[Sacrifice, State]]) -> None:
        while len(same) < MOST_OF_A_SIZE and (given_up := tried.first(size)) is not None:
            contradiction = self._contradiction(given_up)
            if contradiction is None:
                same.append((given_up, self._kernel.solver.state))
                self._kernel.pool.add(self._kernel.solver.state)
                tried.good.append(frozenset(given_up))
            else:
                tried.sets.append(contradiction)

    def _contradiction(self, given_up: Sacrifice) -> frozenset[int] | None:
        """Choices that contradict each other without those given up; None where the others go together."""
        left = {literal: number for number, literal in enumerate(self._choices) if number not in given_up}
        found = minimal(self._kernel.solver, list(left), self._always)
        return None if found is None else frozenset(left[literal] for literal in found)

    def _newest_kept(self) -> Iterator[tuple[Sacrifice, State]]:
        """One set that cannot be made smaller, though a smaller one may exist: each choice stays if it can, the newest
        first."""
        kept: list[int] = []
        given_up: list[int] = []
        for number in reversed(range(len(self._choices))):
            if self._kernel.solver.solve([*self._always, *kept, self._choices[number]]):
                kept.append(self._choices[number])
            else:
                given_up.append(number)
        if self._kernel.solver.solve([*self._always, *kept]):
            yield tuple(reversed(given_up)), self._kernel.solver.state
