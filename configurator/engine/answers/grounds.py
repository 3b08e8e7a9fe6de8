"""What causes are looked for upon: rules, choices, and a product that meets them; and what is wanted against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from configurator.engine.choices import Choice
from configurator.engine.solving.breaches import Around
from configurator.engine.solving.memory import Held
from configurator.engine.solving.order import Order
from configurator.engine.solving.slots import Space, State

MOST_MOVED = 3
MOST_LOOKED = 40
"""So many values are changed to mend a product, each of so many that are looked at."""
MOST_TRIED = 8
"""So many values of a slot are tried for a product that shows something to be needed."""

Values = tuple[int, int]
"""A slot and a mask of its values."""
Wanted = tuple[Values, ...]
"""The values that cannot be had."""
Rules = tuple[int, ...]
"""Rules and bars, in their order."""
Core = tuple[Rules, tuple[Values, ...]]
"""Rules and what is asked that together contradict what is wanted."""
Clauses = int
"""Some clauses of an `Order`: a bit for each."""


@dataclass(frozen=True, slots=True, eq=False)
class InForce:
    """The rules and the bars that stand, in their order, the same as a set, and their clauses."""

    rules: Rules
    standing: frozenset[int]
    clauses: Clauses


class Grounds:
    """What is in force, the choices from the oldest to the newest and, if there is one, a product that meets them all:
    what is wanted of a slot then takes the place of the choices there.

    Nothing is worked out before it is asked for: many verdicts are read without their causes.
    """

    def __init__(
        self, space: Space, in_force: InForce, choices: Sequence[Choice], around: Around | None = None
    ) -> None:
        self.in_force = in_force
        self.around = around
        self._space = space
        self._choices = choices

    @cached_property
    def choices(self) -> dict[Values, Choice]:
        """What is asked, and the oldest choice that asks it."""
        asked: dict[Values, Choice] = {}
        for choice in self._choices:
            values = self._space.choice_mask(choice)
            if values is not None:
                asked.setdefault(values, choice)
        return asked

    @cached_property
    def held(self) -> dict[int, int]:
        """The values that all of it admits, for each slot that it speaks of."""
        return together(self.choices)


def together(parts: Iterable[Values]) -> dict[int, int]:
    """The values that all parts admit, for each slot that they speak of."""
    held: dict[int, int] = {}
    for slot, mask in parts:
        held[slot] = held.get(slot, mask) & mask
    return held


class Question:
    """What is wanted and cannot be had, on its grounds."""

    def __init__(self, grounds: Grounds, wanted: Wanted, order: Order) -> None:
        self.wanted = wanted
        self.in_force = grounds.in_force
        self._around = around = grounds.around
        self.asked = tuple(grounds.choices)
        """What is asked beside it."""
        self._broken: Clauses = 0
        """What the product near breaks with a wanted value put in: of the values that were tried, the one whose last
        broken rule comes first."""
        self._order = order
        if around is None:
            self.held = together((*wanted, *self.asked))
            return
        ((slot, mask),) = wanted
        if slot in grounds.held:
            self.asked = tuple([values for values in self.asked if values[0] != slot])
        self.held = {**grounds.held, slot: mask}
        """The values that all of it admits."""
        self._broken, self._index = min([(around.broken(((slot, index),)), index) for index in _some(mask)])

    @property
    def last(self) -> int | None:
        """The last of the rules that the product near breaks with that value: none after it contradicts anything."""
        return self._order.line(self._broken.bit_length() - 1).owner if self._broken else None

    def refuted(self) -> Core | None:
        """The last of the broken rules that no product with what is held can meet, and the choices that speak of it."""
        line = self._order.refuted(self._broken, self.held)
        if line is None:
            return None
        return (line.owner,), tuple([values for values in self.asked if values[0] in line.slots])

    def adapts(self, state: State, counts: Clauses) -> bool:
        """Whether a product that meets all clauses that count does so still with what is wanted and asked put in."""
        values, moved = list(state), list[int]()
        for slot, mask in self.held.items():
            if not mask >> values[slot] & 1:
                if not mask:
                    return False
                values[slot] = (mask & -mask).bit_length() - 1
                moved.append(slot)
        for slot in moved:
            for line in self._order.risked(slot, values[slot]):
                if counts >> line.row & 1 and not line.met(values):
                    return False
        return True

    def mended(self, held: Held, counts: Clauses) -> State | None:
        """A product that is `held` and meets all clauses that count, found from the one near with a wanted value put
        in: each step mends a clause with one value more, where that breaks the fewest. None where a few do not do."""
        around, broken = self._around, self._broken & counts
        if around is None:
            return None
        values, moved = {self.wanted[0][0]: self._index}, set[int]()
        while broken:
            line, found = self._order.line((broken & -broken).bit_length() - 1), None
            ways = line.ways(held, self._order.full, around.changed(values))
            for slot, index in islice(ways, MOST_LOOKED):
                if slot in moved:
                    continue
                left = around.broken(tuple({**values, slot: index}.items())) & counts
                if found is None or left.bit_count() < found[0].bit_count():
                    found = left, slot, index
                if not left:
                    break
            if found is None or len(moved) == MOST_MOVED:
                return None
            broken, slot, index = found
            values[slot] = index
            moved.add(slot)
        return around.changed(values)


def _some(mask: int) -> Iterator[int]:
    """The first members of a mask, and the last."""
    for _ in range(MOST_TRIED):
        if mask & (mask - 1) == 0:
            break
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
    if mask:
        yield mask.bit_length() - 1
