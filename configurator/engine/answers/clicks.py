"""What each click would lead to, for all options of a page at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from configurator.engine.answers.answer import Answer
from configurator.engine.answers.standing import Preferences, Settler
from configurator.engine.choices import Choice
from configurator.engine.model import Kind
from configurator.engine.solving.kernel import Kernel
from configurator.engine.solving.slots import State
from configurator.engine.verdict import Click

LOOKED_AT = 2
"""Of the products that come to mind for an option, so many are looked at."""


class Clicker:
    """Works out clicks. Most lead to the standing product with one value changed; the others are settled anew."""

    def __init__(self, kernel: Kernel, settler: Settler) -> None:
        self._kernel = kernel
        self._settler = settler

    def clicks(self, answer: Answer, wishes: Preferences) -> Iterator[Click]:
        """For every option that can be clicked: what the standing product would then be."""
        neighbours = self._kernel.neighbours
        before = answer.settled.state
        buildable = neighbours.buildable(before)
        self._kernel.solver.imitate(before)
        guesses = self._kernel.moves.near(answer.scope.always, answer.held, before)
        for number, index in self._clickable(answer):
            after = (*before[:number], index, *before[number + 1 :])
            keeps_rules = buildable[neighbours.starts[number] + index]
            if keeps_rules and number not in answer.settled.leans_on:
                yield self._click(answer, number, index, after, [number])
                continue
            held = {**answer.held, number: 1 << index}
            likely = islice(guesses.products(number, index), LOOKED_AT)
            near = wishes.better([*likely, after] if keeps_rules else [*likely]) or self._settler.near(
                answer.scope, held, wishes
            )
            if near is not None:
                after = self._settler.settle(answer.scope.always, held, wishes, near).state
                self._kernel.moves.remember(number, before, after)
                moved = [slot for slot, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
                yield self._click(answer, number, index, after, moved)

    def _clickable(self, answer: Answer) -> Iterator[tuple[int, int]]:
        for number, slot in enumerate(self._kernel.space.slots):
            flags = answer.found[self._kernel.neighbours.starts[number] :]
            present = slot.values[answer.settled.state[number]]
            if slot.group.kind is Kind.ONE:
                options = [option.code for option in slot.group.options if option.code != present.option]
                wanted = [
                    next((i for i, value in enumerate(slot.values) if value.option == code and flags[i]), None)
                    for code in options
                ]
                yield from ((number, index) for index in wanted if index is not None)
            elif slot.group.kind is Kind.SOME:
                index = 0 if present.amount else next((i for i in range(1, len(slot.values)) if flags[i]), 0)
                if flags[index] and index != answer.settled.state[number]:
                    yield number, index

    def _click(self, answer: Answer, number: int, index: int, after: State, moved: list[int]) -> Click:
        space, before = self._kernel.space, answer.settled.state
        own = space.slots[number].group.code
        moves = tuple(code for code in dict.fromkeys(space.slots[slot].group.code for slot in moved) if code != own)
        value = space.slots[number].values[index]
        choice = space.choice(number, index) if value.amount else Choice(own, value.option, value.amount)
        return Click(choice, space.changed(answer.verdict.product, moved, before, after), moves)
