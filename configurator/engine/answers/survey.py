"""From values within reach to the state of every option, number and text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from configurator.engine.choices import Choice
from configurator.engine.model import Group, Kind, Option
from configurator.engine.solving.encoding import Encoding
from configurator.engine.solving.neighbours import Flags
from configurator.engine.solving.ragged import Integers
from configurator.engine.solving.slots import Space, State
from configurator.engine.verdict import Cause, Explain, GroupVerdict, OptionVerdict, Standing, no_causes

Blame = Callable[[int, int], tuple[Cause, ...]]
"""Why some values of a slot cannot be had together with the choices for all others."""

MOST_PLAIN = 5_000
"""So many verdicts on groups are remembered; then all are forgotten."""


class Line:
    """An option as it stands in every verdict: its slot, and the values of the slot in which it is in the product.

    Most options are neither blocked nor implied; what a verdict says of these is made once and used again.
    """

    def __init__(self, space: Space, starts: Integers, group: Group, option: Option) -> None:
        self.group = group.code
        self.option = option.code
        self.number, self.mask = space.option_mask(group.code, option.code)
        slot = space.slots[self.number]
        self.pieces = {index: int(slot.values[index].amount) for index in slot.indices(self.mask)}
        self.places = [(int(starts[self.number]) + index, pieces) for index, pieces in self.pieces.items()]
        self._plain: dict[tuple[Standing, int, tuple[int, ...]], OptionVerdict] = {}

    def plain(self, state: Standing, quantity: int, quantities: tuple[int, ...]) -> OptionVerdict:
        """The verdict on it when there is nothing to explain."""
        key = state, quantity, quantities
        if key not in self._plain:
            self._plain[key] = OptionVerdict(self.group, self.option, state, quantity, quantities)
        return self._plain[key]


class Questionnaire:
    """The groups of a product in the author's order, with a line for each option."""

    def __init__(self, space: Space, starts: Integers) -> None:
        self.space = space
        self.starts = starts
        self.groups = [space.slots[numbers[0]].group for numbers in space.numbers_of.values()]
        self.lines = {g.code: [Line(space, starts, g, option) for option in g.options] for g in self.groups}
        self.required = tuple(group.code for group in self.groups if group.required)
        self.spans = {group: self._span(numbers) for group, numbers in space.numbers_of.items()}
        self._plain: dict[tuple[object, ...], GroupVerdict] = {}

    def _span(self, numbers: Sequence[int]) -> tuple[slice, slice]:
        """The slots of a group, and their values."""
        first, end = numbers[0], numbers[-1] + 1
        return slice(first, end), slice(int(self.starts[first]), int(self.starts[end]))

    def plain(self, told: tuple[object, ...], make: Callable[[], GroupVerdict]) -> GroupVerdict:
        """The verdict on a group of which so much is `told`; where there is nothing to explain, it is made once."""
        verdict = self._plain.get(told)
        if verdict is None:
            verdict = make()
            if all(said.explain is no_causes for said in (verdict, *verdict.options)):
                if len(self._plain) == MOST_PLAIN:
                    self._plain.clear()
                self._plain[told] = verdict
        return verdict


class Survey:
    """One standing product, the choices that lead to it, the values within reach of it, and the groups that do not
    exist in it."""

    def __init__(
        self,
        questions: Questionnaire,
        encoding: Encoding,
        kept: tuple[Choice, ...],
        state: State,
        found: Flags,
        blame: Blame,
        absent: frozenset[str],
    ) -> None:
        self._questions = questions
        self._encoding = encoding
        self._space = questions.space
        self._state = state
        self._blame = blame
        self._absent = absent
        self._flags: list[bool] = found.tolist()
        self._found = found.tobytes()
        self._counts = np.add.reduceat(found, questions.starts[:-1], dtype=np.int64).tolist()
        self._answered = {c.group for c in kept if c.amount != 0 or self._kind(c.group) is Kind.NUMBER}
        self._wanted = {(choice.group, choice.option) for choice in kept if choice.amount != 0}
        self._chosen: dict[str, list[str | None]] = {}
        for group, option in self._wanted:
            self._chosen.setdefault(group, []).append(option)

    def _kind(self, group: str) -> Kind:
        return self._space.slots[self._space.numbers_of[group][0]].group.kind

    def missing(self) -> tuple[str, ...]:
        """Required groups that exist and that the shopper has not answered."""
        return tuple(code for code in self._questions.required if code not in self._answered | self._absent)

    def groups(self) -> tuple[GroupVerdict, ...]:
        """The verdict on each group, ready to tell its causes."""
        return tuple(map(self._group, self._questions.groups))

    def _group(self, group: Group) -> GroupVerdict:
        slots, values = self._questions.spans[group.code]
        chosen, known = frozenset(self._chosen.get(group.code, ())), group.code in self._answered
        told = (group.code, self._state[slots], self._found[values], chosen, known, group.code in self._absent)
        return self._questions.plain(told, partial(self._made, group))

    def _made(self, group: Group) -> GroupVerdict:
        if group.kind in (Kind.ONE, Kind.SOME):
            options = tuple(map(self._option, self._questions.lines[group.code]))
            return GroupVerdict(group.code, _summary(options), options, present=group.code not in self._absent)
        number = self._space.slot_number(group.code)
        return self._number(number) if group.kind is Kind.NUMBER else self._text(number)

    def _within(self, number: int) -> list[bool]:
        """For each value of a slot, whether it is within reach."""
        start = int(self._questions.starts[number])
        return self._flags[start : start + len(self._space.slots[number].values)]

    def _why(self, number: int, mask: int, *, implied: bool) -> Explain:
        """Why the slot cannot hold a value of `mask`, or any other, with the choices that stay when its own are set
        aside."""
        return partial(self._causes, number, mask, implied)

    def _causes(self, number: int, mask: int, implied: bool) -> tuple[Cause, ...]:
        wanted = self._space.slots[number].full & ~mask if implied else mask
        return self._blame(number, wanted) if wanted else ()

    def _option(self, line: Line) -> OptionVerdict:
        quantities = tuple([pieces for place, pieces in line.places if self._flags[place]])
        quantity = line.pieces.get(self._state[line.number], 0)
        if (line.group, line.option) in self._wanted:
            return line.plain(Standing.CHOSEN, quantity, quantities)
        if not quantities:
            state, explain = Standing.BLOCKED, self._why(line.number, line.mask, implied=False)
        elif len(quantities) == self._counts[line.number]:
            state, explain = Standing.IMPLIED, self._why(line.number, line.mask, implied=True)
        else:
            return line.plain(Standing.DEFAULT if quantity else Standing.OPEN, quantity, quantities)
        return OptionVerdict(line.group, line.option, state, quantity, quantities, explain=explain)

    def _number(self, number: int) -> GroupVerdict:
        slot, value = self._space.slots[number], self._space.slots[number].values[self._state[number]]
        reachable = [index for index, flag in enumerate(self._within(number)) if flag]
        amounts = [slot.values[index].amount for index in reachable if not slot.values[index].absent]
        state, explain = Standing.OPEN if value.absent else Standing.DEFAULT, no_causes
        if slot.group.code in self._answered:
            state = Standing.CHOSEN
        elif not amounts:
            state, explain = Standing.BLOCKED, self._why(number, slot.full & ~slot.absent, implied=False)
        elif len(reachable) == 1:
            state, explain = Standing.IMPLIED, self._why(number, 1 << reachable[0], implied=True)
        least, most = (amounts[0], amounts[-1]) if amounts else (None, None)
        stands = None if value.absent else value.amount
        return GroupVerdict(slot.group.code, state, (), stands, least, most, not value.absent, explain=explain)

    def _text(self, number: int) -> GroupVerdict:
        slot = self._space.slots[number]
        empty, given = self._within(number)
        state, explain = Standing.OPEN, no_causes
        if slot.group.code in self._answered:
            state = Standing.CHOSEN
        elif not given:
            state, explain = Standing.BLOCKED, self._why(number, 0b10, implied=False)
        elif not empty:
            state, explain = Standing.IMPLIED, self._why(number, 0b10, implied=True)
        return GroupVerdict(slot.group.code, state, present=slot.group.code not in self._absent, explain=explain)


def _summary(options: tuple[OptionVerdict, ...]) -> Standing:
    states = {option.state for option in options}
    telling = (Standing.CHOSEN, Standing.DEFAULT, Standing.IMPLIED, Standing.OPEN)
    return next((state for state in telling if state in states), Standing.BLOCKED)
