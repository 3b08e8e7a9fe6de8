"""Sums that are held from both sides: an equality, or a least and a most close together.

They are what makes single questions slow, and neither their number of terms nor their width tells whether they do. So
a few shoppers are let loose on such a product, each choosing one value after another by lot, within a bound of work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from random import Random

from configurator.engine.solving.kernel import Kernel
from configurator.engine.solving.lowering import AtMost
from configurator.engine.solving.rulebook import statements
from configurator.engine.solving.solver import Exhausted
from configurator.engine.verdict import Cause

FEW_TERMS = 8
"""Sums over so many slots are never slow."""
SESSIONS = 50
CLICKS = 6
EACH = 500_000
"""A question that takes more steps than this is too slow for a page."""

Terms = tuple[tuple[int, tuple[int, ...]], ...]


def slow(kernel: Kernel) -> list[Cause]:
    """The rules that hold sums from both sides, if questions to this product are slow; none otherwise."""
    if not any(len(found.atom.terms) > FEW_TERMS for found in kernel.encoding.sums):
        return []
    two_sided = list(_two_sided(kernel))
    return two_sided if two_sided and not _answers_in_time(kernel) else []


def _two_sided(kernel: Kernel) -> Iterator[Cause]:
    speaking: dict[Terms, list[Cause]] = defaultdict(list)
    for cause, clauses in statements(kernel.model, kernel.space):
        for terms in {atom.terms for clause in clauses for atom in clause if isinstance(atom, AtMost)}:
            if len(terms) > FEW_TERMS:
                speaking[terms].append(cause)
    for terms, causes in speaking.items():
        if _mirrored(terms) in speaking:
            yield from causes


def _mirrored(terms: Terms) -> Terms:
    """The terms of a sum that stays over a bound, as those of one that stays under it."""
    return tuple((slot, tuple(max(weights) - weight for weight in weights)) for slot, weights in terms)


def _answers_in_time(kernel: Kernel) -> bool:
    """Whether all questions of all sessions are answered within the bound; the lots are the same each time."""
    lots, slots = Random(0), kernel.space.slots  # noqa: S311 - the same lots each time are what is wanted
    allowed = kernel.work.left
    try:
        for _ in range(SESSIONS):
            chosen: list[int] = []
            for slot in lots.sample(range(len(slots)), min(CLICKS, len(slots))):
                literal = kernel.encoding.value(slot, lots.randrange(len(slots[slot].values)))
                kernel.work.left = EACH
                chosen += [literal] if kernel.solver.solve([*chosen, literal]) else []
    except Exhausted:
        return False
    finally:
        kernel.work.left = allowed
    return True
