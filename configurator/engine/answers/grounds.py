"""What causes are looked for upon: rules, choices, and a product that meets them; and what is wanted against them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from configurator.engine.choices import Choice
from configurator.engine.solving.memory import Held
from configurator.engine.solving.order import Line, Order, Total
from configurator.engine.solving.slots import Space, State

MOST_MOVED = 3
MOST_RISKED = 40
"""So many values are changed to mend a product, none of which risks more lines than so many: such moves seldom mend."""
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
Counts = Callable[[Line], bool]
"""Which lines are to be met."""


@dataclass(frozen=True, slots=True, eq=False)
class InForce:
    """The rules and the bars that stand, in their order, and the same as a set."""

    rules: Rules
    standing: frozenset[int]


class Grounds:
    """What is in force, the choices from the oldest to the newest and, if there is one, a product that meets them all:
    what is wanted of a slot then takes the place of the choices there.

    Nothing is worked out before it is asked for: many verdicts are read without their causes.
    """

    def __init__(self, space: Space, in_force: InForce, choices: Sequence[Choice], near: State | None = None) -> None:
        self.in_force = in_force
        self.near = near
        self._space = space
        self._choices = choices
        self._totals: dict[Total, int] = {}
        """What sums come to in the product near."""

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

    def broken(self, slot: int, index: int, order: Order) -> list[Line]:
        """The lines that the product near breaks once the slot holds that value."""
        near, standing, broken = self.near or (), self.in_force.standing, list[Line]()
        for line, members, sums in order.risked(slot, index):
            for number, mask in members:
                if mask >> near[number] & 1:
                    break
            else:
                if line.owner in standing and not (sums and self._within(sums, near[slot], index)):
                    broken.append(line)
        return broken

    def _within(self, sums: Iterable[tuple[Total, Sequence[int]]], present: int, index: int) -> bool:
        """Whether one of these sums stays within its bound with another value in the product near."""
        totals = self._totals
        for found, weights in sums:
            if found not in totals:
                totals[found] = found.of(self.near or ())
            change = weights[index] - weights[present] if weights else 0
            if totals[found] + change <= found.bound:
                return True
        return False


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
        self.near = grounds.near
        self.asked = tuple(grounds.choices)
        """What is asked beside it."""
        self.broken: Sequence[Line] = ()
        """The lines that the product near breaks with a wanted value put in: of the values that were tried, the one
        whose last broken rule comes first."""
        self._order = order
        if grounds.near is None:
            self.held = together((*wanted, *self.asked))
            return
        ((slot, mask),) = wanted
        if slot in grounds.held:
            self.asked = tuple([values for values in self.asked if values[0] != slot])
        self.held = {**grounds.held, slot: mask}
        """The values that all of it admits."""
        tried = [(grounds.broken(slot, index, order), index) for index in _some(mask)]
        self.broken, self._index = min(tried, key=_last_place) if len(tried) > 1 else tried[0]

    @property
    def last(self) -> int | None:
        """The last of the rules that the product near breaks with that value: none after it contradicts anything."""
        return self.broken[-1].owner if self.broken else None

    def refuted(self) -> Core | None:
        """The last of the broken rules that no product with what is held can meet, and the choices that speak of it."""
        for line in reversed(self.broken):
            if line.refuted(self.held):
                return (line.owner,), tuple([values for values in self.asked if values[0] in line.slots])
        return None

    def adapts(self, state: State, counts: Counts) -> bool:
        """Whether a product that meets all lines that count still does with values put in that are wanted and asked."""
        values, moved = list(state), list[int]()
        for slot, mask in self.held.items():
            if not mask >> values[slot] & 1:
                if not mask:
                    return False
                values[slot] = (mask & -mask).bit_length() - 1
                moved.append(slot)
        for slot in moved:
            for line, _, _ in self._order.risked(slot, values[slot]):
                if counts(line) and not line.met(values):
                    return False
        return True

    def mended(self, held: Held, counts: Counts) -> State | None:
        """A product that is `held` and meets all lines that count, found from the one near with a wanted value put in:
        each step mends a line with one value more, where that breaks the fewest. None where a few steps do not do."""
        if self.near is None:
            return None
        values, moved = list(self.near), set[int]()
        values[self.wanted[0][0]] = self._index
        broken = [line for line in self.broken if counts(line)]
        while broken:
            found: tuple[int, int, list[Line]] | None = None
            for slot, index in broken[0].ways(held, self._order.full, values):
                risked = self._order.risked(slot, index)
                if slot in moved or len(risked) > MOST_RISKED:
                    continue
                present, values[slot] = values[slot], index
                left = [line for line in broken if not line.met(values)]
                for line, _, _ in risked:
                    if counts(line) and not line.met(values) and line not in broken:
                        left.append(line)
                values[slot] = present
                if found is None or len(left) < len(found[2]):
                    found = slot, index, left
                if not left:
                    break
            if found is None or len(moved) == MOST_MOVED:
                return None
            moved.add(found[0])
            values[found[0]], broken = found[1:]
        return tuple(values)


def _last_place(tried: tuple[Sequence[Line], int]) -> int:
    """How late the last broken rule comes."""
    return tried[0][-1].place if tried[0] else -1


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
