"""What each click would lead to, for all options of a page at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from configurator.engine.answers.answer import Answer
from configurator.engine.answers.confirming import Confirmer
from configurator.engine.answers.standing import Preferences, Settler
from configurator.engine.choices import Choice
from configurator.engine.model import Kind
from configurator.engine.solving.kernel import Kernel
from configurator.engine.solving.slots import State
from configurator.engine.verdict import Click

UNBOUNDED = sys.maxsize
"""The work that guesses may take here: it is always less than to settle anew."""


class Clicker:
    """Works out clicks. Most lead to the standing product with one value changed; the others are settled anew."""

    def __init__(self, kernel: Kernel, settler: Settler) -> None:
        self._kernel = kernel
        self._settler = settler
        self._groups = [slot.group.code for slot in kernel.space.slots]
        self._choices: dict[tuple[int, int], Choice] = {}

    def clicks(self, answer: Answer, wishes: Preferences) -> Iterator[Click]:
        """For every option that can be clicked: what the standing product would then be."""
        neighbours, settled = self._kernel.neighbours, answer.settled
        before, leans_on = settled.state, settled.leans_on
        buildable = neighbours.buildable(before)
        self._kernel.solver.imitate(before)
        always, held = answer.scope.always, answer.held
        guesses = self._kernel.moves.near(always, held, before, UNBOUNDED)
        around = self._kernel.moves.around(always, before)
        confirmer = Confirmer(self._settler, wishes, always, held, settled, around, self._kernel.order)
        for number, index in self._clickable(answer):
            after = (*before[:number], index, *before[number + 1 :])
            keeps_rules = buildable[neighbours.starts[number] + index]
            if keeps_rules and number not in leans_on:
                yield self._click(answer, number, index, after, [number])
                continue
            likely = next(guesses.products(number, index), None)
            near = wishes.better([each for each in (likely, after if keeps_rules else None) if each is not None])
            near = near or self._settler.near(answer.scope, {**held, number: 1 << index}, wishes)
            found = near and confirmer.standing(number, near)
            if found:
                wishes.remember(found)
            elif near:
                found = self._settler.settle(always, {**held, number: 1 << index}, wishes, near).state
            if found:
                moved = settled.moved_in(found)
                self._kernel.moves.remember(number, index, tuple([(s, found[s]) for s in moved if s != number]))
                yield self._click(answer, number, index, found, moved)

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
        groups, own = self._groups, self._groups[number]
        moves = tuple(dict.fromkeys([groups[slot] for slot in moved if groups[slot] != own]))
        before, changes = answer.settled.state, self._kernel.space.changes
        changed = tuple([change for slot in moved for change in changes(slot, before[slot], after[slot])])
        return Click(self._choice(number, index), changed, moves, answer.verdict.product)

    def _choice(self, number: int, index: int) -> Choice:
        choice = self._choices.get((number, index))
        if choice is None:
            value, space = self._kernel.space.slots[number].values[index], self._kernel.space
            plain = space.choice(number, index) if value.amount else None
            choice = self._choices[number, index] = plain or Choice(self._groups[number], value.option, value.amount)
        return choice
