"""From values within reach to the state of every option, number and text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from configurator.engine.choices import Choice
from configurator.engine.encoding import Encoding
from configurator.engine.memory import Held
from configurator.engine.model import Group, Kind, Option
from configurator.engine.neighbours import Flags
from configurator.engine.ragged import Integers
from configurator.engine.slots import State
from configurator.engine.verdict import Cause, Explain, GroupVerdict, OptionVerdict, Standing, no_causes

Blame = Callable[[Held, Sequence[Choice]], tuple[Cause, ...]]
"""Why some values cannot be had together with some choices."""


class Survey:
    """One standing product, the choices that lead to it, the values within reach of it, and the groups that do not
    exist in it."""

    def __init__(
        self,
        encoding: Encoding,
        starts: Integers,
        kept: tuple[Choice, ...],
        state: State,
        found: Flags,
        blame: Blame,
        absent: frozenset[str],
    ) -> None:
        self._encoding = encoding
        self._space = encoding.space
        self._kept = kept
        self._state = state
        self._blame = blame
        self._absent = absent
        flags = found.tolist()
        self._within = [flags[starts[n] : starts[n + 1]] for n in range(len(self._space.slots))]
        self._answered = {c.group for c in kept if c.amount != 0 or self._kind(c.group) is Kind.NUMBER}
        self._wanted = {(choice.group, choice.option) for choice in kept if choice.amount != 0}

    def _kind(self, group: str) -> Kind:
        return self._space.slots[self._space.numbers_of[group][0]].group.kind

    def missing(self) -> tuple[str, ...]:
        """Required groups that exist and that the shopper has not answered."""
        required = dict.fromkeys(slot.group.code for slot in self._space.slots if slot.group.required)
        return tuple(code for code in required if code not in self._answered | self._absent)

    def groups(self) -> tuple[GroupVerdict, ...]:
        """The verdict on each group, ready to tell its causes."""
        verdicts = []
        for code, numbers in self._space.numbers_of.items():
            group = self._space.slots[numbers[0]].group
            if group.kind in (Kind.ONE, Kind.SOME):
                options = tuple(self._option(group, option) for option in group.options)
                verdicts.append(GroupVerdict(code, self._summary(options), options, present=code not in self._absent))
            elif group.kind is Kind.NUMBER:
                verdicts.append(self._number(numbers[0]))
            else:
                verdicts.append(self._text(numbers[0]))
        return tuple(verdicts)

    def _summary(self, options: tuple[OptionVerdict, ...]) -> Standing:
        states = {option.state for option in options}
        telling = (Standing.CHOSEN, Standing.DEFAULT, Standing.IMPLIED, Standing.OPEN)
        return next((state for state in telling if state in states), Standing.BLOCKED)

    def _why(self, number: int, mask: int, *, implied: bool) -> Explain:
        """Why the slot cannot hold a value of `mask`, or any other, with the choices that stay when its own are set
        aside."""
        slot = self._space.slots[number]
        own = (slot.group.code, slot.option)

        def explain() -> tuple[Cause, ...]:
            others = [c for c in self._kept if (c.group, c.option if slot.option else None) != own]
            return self._blame({number: slot.full & ~mask if implied else mask}, others)

        return explain

    def _option(self, group: Group, option: Option) -> OptionVerdict:
        number, mask = self._space.option_mask(group.code, option.code)
        slot, within = self._space.slots[number], self._within[number]
        present = slot.values[self._state[number]]
        quantity = int(present.amount) if present.option == option.code else 0
        flags = sum(1 << index for index, flag in enumerate(within) if flag)
        reachable, elsewhere = slot.indices(flags & mask) if flags & mask else [], flags & ~mask
        explain = no_causes
        if (group.code, option.code) in self._wanted:
            state = Standing.CHOSEN
        elif not reachable:
            state, explain = Standing.BLOCKED, self._why(number, mask, implied=False)
        elif not elsewhere:
            state, explain = Standing.IMPLIED, self._why(number, mask, implied=True)
        else:
            state = Standing.DEFAULT if quantity else Standing.OPEN
        quantities = tuple(int(slot.values[index].amount) for index in reachable)
        return OptionVerdict(group.code, option.code, state, quantity, quantities, explain=explain)

    def _number(self, number: int) -> GroupVerdict:
        slot, value = self._space.slots[number], self._space.slots[number].values[self._state[number]]
        reachable = [index for index, flag in enumerate(self._within[number]) if flag]
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
        empty, given = self._within[number]
        state, explain = Standing.OPEN, no_causes
        if slot.group.code in self._answered:
            state = Standing.CHOSEN
        elif not given:
            state, explain = Standing.BLOCKED, self._why(number, 0b10, implied=False)
        elif not empty:
            state, explain = Standing.IMPLIED, self._why(number, 0b10, implied=True)
        return GroupVerdict(slot.group.code, state, present=slot.group.code not in self._absent, explain=explain)
