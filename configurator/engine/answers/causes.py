"""Why an option is blocked or implied: a subset-minimal set of rules and choices.

By deletion in a fixed order, rules first and the newest choices last, so the answer is the same whatever the solver has
met before. Cores only save questions: an element outside the present core is dropped unasked, as asking would.
"""

from __future__ import annotations

from collections.abc import Sequence

from configurator.engine.solving.solver import Solver


def minimal(solver: Solver, elements: Sequence[int], always: Sequence[int]) -> list[int] | None:
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
