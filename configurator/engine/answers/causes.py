"""Why an option is blocked or implied: a subset-minimal set of rules and choices.

By deletion in a fixed order, rules first and the newest choices last, so the answer is the same whatever the solver has
met before. Cores only save questions: an element outside the present core is dropped unasked, as asking would. So do
precedents: what contradicts once does so for ever, and any product that keeps all that is left shows an element to be
needed, wherever it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from configurator.engine.solving.breaches import Breaches
from configurator.engine.solving.memory import Held
from configurator.engine.solving.slots import State
from configurator.engine.solving.solver import Solver

MOST_PRECEDENTS = 20_000
"""So many contradictions and deletions are remembered; then all are forgotten."""
MOST_ALIKE = 3

Literals = Sequence[int]
Asked = Mapping[int, tuple[int, int]]
"""Literals of choices, each with the slot it speaks of and the values it admits there."""


def minimal(solver: Solver, elements: Literals, always: Literals) -> list[int] | None:
    """The elements that, with `always`, contradict each other, none of which can be left out.

    `elements` go from the first to be dropped to the last. None where there is no contradiction.
    """
    if solver.solve([*always, *elements]):
        return None
    core = set(solver.core)
    kept: list[int] = []
    for position, element in enumerate(elements):
        if element not in core:
            continue
        if solver.solve([*always, *kept, *elements[position + 1 :]]):
            kept.append(element)
        else:
            core = set(solver.core)
    return kept


class Precedents:
    """Finds among rules and choices what `minimal` would find, and mostly without the solver: by what was found before,
    and by products that are likely to keep all but one rule."""

    def __init__(self, solver: Solver, breaches: Breaches) -> None:
        self._solver = solver
        self._breaches = breaches
        self._cores: dict[tuple[int, ...], list[frozenset[int]]] = {}
        self._witnesses: dict[tuple[int, ...], list[State]] = {}

    def minimal(
        self, rules: Literals, asked: Asked, always: Literals, wanted: Held, near: State | None
    ) -> list[int] | None:
        """As the function does, for `rules` and then the choices `asked`, from the oldest to the newest.

        `always` are the literals of what is `wanted`; `near` is a product that keeps all rules and choices.
        """
        elements = (*rules, *asked)
        core = self._core(elements, always)
        if core is None:
            return None
        kept: list[int] = []
        for position, element in enumerate(elements):
            if element not in core:
                continue
            left = (*kept, *elements[position + 1 :])
            needs = [*wanted.items(), *(asked[each] for each in left if each in asked)]
            keeps_the_rest = [near] if near and position < len(rules) and not kept else []
            if self._possible((*always, 0, *kept, element), [*always, *left], left, needs, keeps_the_rest):
                kept.append(element)
            else:
                core = frozenset(self._solver.core)
        self._remember(tuple(always), frozenset(kept))
        return kept

    def _core(self, elements: Literals, always: Literals) -> frozenset[int] | None:
        """Elements that, with `always`, contradict each other; None where they do not."""
        present = frozenset(elements)
        for core in self._cores.get(tuple(always), ()):
            if core <= present:
                return core
        if self._solver.solve([*always, *elements]):
            return None
        return frozenset(self._solver.core)

    def _possible(
        self,
        key: tuple[int, ...],
        assumed: Literals,
        left: Literals,
        needs: Sequence[tuple[int, int]],
        likely: Sequence[State],
    ) -> bool:
        """Whether there is a product with all that is `assumed`: what it `needs` of its values, and the rules `left`.

        Asked are `likely` ones with these values put in, and those that were found before under the same `key`.
        """
        witnesses = self._witnesses.get(key, [])
        for state in _adapted([*likely, *witnesses], needs):
            if self._breaches.of(state).isdisjoint(left):
                return True
        if not self._solver.solve(assumed):
            return False
        self._make_room()
        self._witnesses[key] = [self._solver.state, *witnesses[: MOST_ALIKE - 1]]
        return True

    def _remember(self, always: tuple[int, ...], core: frozenset[int]) -> None:
        cores = self._cores.get(always, [])
        if core not in cores:
            self._make_room()
            self._cores[always] = [core, *cores[: MOST_ALIKE - 1]]

    def _make_room(self) -> None:
        if len(self._cores) + len(self._witnesses) >= MOST_PRECEDENTS:
            self._cores.clear()
            self._witnesses.clear()


def _adapted(states: Sequence[State], needs: Sequence[tuple[int, int]]) -> Iterator[State]:
    """The products with the values that are needed put in, where these go together at all."""
    for state in states:
        values = list(state)
        for slot, mask in needs:
            if not mask >> values[slot] & 1:
                values[slot] = (mask & -mask).bit_length() - 1
        if all(mask >> values[slot] & 1 for slot, mask in needs):
            yield tuple(values)
