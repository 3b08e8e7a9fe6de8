"""A shopper who clicks at random, each time into a state that nobody was in before, so no answer is remembered."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

from configurator.engine.choices import Choice
from configurator.engine.solving.neighbours import Flags
from configurator.engine.solving.slots import Slot, Space

Choices = tuple[Choice, ...]

ATTEMPTS = 200
"""So many clicks in a row may lead where somebody was; then there is nowhere else to go."""
REMOVES, REPLACES, DECLINES = 0.1, 0.15, 0.1
"""Of the clicks, how many take a choice back, take another answer, and say of a part that it is not wanted."""


class Shopper:
    """Mostly adds a choice; begins anew when nothing is left to choose."""

    def __init__(self, space: Space, chance: random.Random, possible: Callable[[Choices], Flags]) -> None:
        """`possible` says which values are within reach under all choices."""
        self._space = space
        self._chance = chance
        self._possible = possible
        self._starts = np.cumsum([0, *(len(slot.values) for slot in space.slots)])
        self._seen: set[frozenset[Choice]] = {frozenset()}
        self.choices: Choices = ()

    def begin(self) -> None:
        """Another shopper comes, who has chosen nothing."""
        self.choices = ()

    def click(self) -> bool:
        """One more click: whether there was any that led to a new state."""
        for _ in range(ATTEMPTS):
            choices = self._after_a_click(self.choices)
            if choices is None:
                self.choices = ()
            elif frozenset(choices) not in self._seen:
                self._seen.add(frozenset(choices))
                self.choices = choices
                return True
        return False

    def _after_a_click(self, choices: Choices) -> Choices | None:
        what = self._chance.random()
        if choices and what < REMOVES + REPLACES:
            other = self._chance.choice(choices)
            without = tuple(choice for choice in choices if choice != other)
            return without if what < REMOVES else self._with_another(without, other)
        return self._with_one_more(choices)

    def _with_one_more(self, choices: Choices) -> Choices | None:
        """The choices and an answer to an open question; None where every question is decided."""
        flags = self._possible(choices)
        answered = {self._space.slot_number(choice.group, choice.option) for choice in choices}
        counts = np.add.reduceat(flags, self._starts[:-1], dtype=np.int64)
        undecided = [number for number in np.flatnonzero(counts > 1).tolist() if number not in answered]
        while undecided:
            number = undecided.pop(self._chance.randrange(len(undecided)))
            wanted = self._wanted(number, flags)
            if wanted:
                return (*choices, self._space.choice(number, self._chance.choice(wanted)))
        return None

    def _with_another(self, others: Choices, choice: Choice) -> Choices | None:
        number = self._space.slot_number(choice.group, choice.option)
        wanted = self._wanted(number, self._possible(others))
        answers = [self._space.choice(number, index) for index in wanted]
        rest = [answer for answer in answers if answer != choice]
        return (*others, self._chance.choice(rest)) if rest else None

    def _wanted(self, number: int, flags: Flags) -> list[int]:
        """The values of a slot that the shopper may take: of a part mostly that it is in."""
        slot = self._space.slots[number]
        possible = [index for index in range(len(slot.values)) if flags[self._starts[number] + index]]
        wanted = [index for index in possible if _chooses(slot, index)]
        if wanted and self._chance.random() >= DECLINES:
            return wanted
        return [index for index in possible if not slot.values[index].absent]


def _chooses(slot: Slot, index: int) -> bool:
    value = slot.values[index]
    return not value.absent and (slot.option is None or value.amount > 0)
