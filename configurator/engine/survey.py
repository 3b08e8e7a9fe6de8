"""From values within reach to the state of every option, number and text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from configurator.engine.choices import Choice
from configurator.engine.encoding import Encoding
from configurator.engine.model import Group, Kind, Option
from configurator.engine.neighbours import Flags, Integers
from configurator.engine.slots import Slot, Space, State
from configurator.engine.verdict import Cause, GroupVerdict, OptionVerdict, Standing

Explain = Callable[[int, Sequence[Choice]], tuple[Cause, ...]]
"""Why a literal cannot be true together with some choices."""


class Survey:
    """One standing product, the choices that lead to it, and the values within reach of it."""

    def __init__(self, space: Space, starts: Integers, kept: tuple[Choice, ...], state: State, found: Flags) -> None:
        self._space = space
        self._kept = kept
        self._state = state
        flags = found.tolist()
        self._within = [flags[starts[n] : starts[n + 1]] for n in range(len(space.slots))]
        self._answered = {choice.group for choice in kept if choice.amount != 0}
        self._wanted = {(choice.group, choice.option) for choice in kept if choice.amount != 0}

    def missing(self) -> tuple[str, ...]:
        """Required groups that the shopper has not answered."""
        required = dict.fromkeys(slot.group.code for slot in self._space.slots if slot.group.required)
        return tuple(code for code in required if code not in self._answered)

    def groups(self, explain: Explain, encoding: Encoding) -> tuple[GroupVerdict, ...]:
        """The verdict on each group, causes included."""
        verdicts = []
        for code, numbers in self._space.numbers_of.items():
            group = self._space.slots[numbers[0]].group
            if group.kind in (Kind.ONE, Kind.SOME):
                options = tuple(self._option(group, option, explain, encoding) for option in group.options)
                verdicts.append(GroupVerdict(code, self._summary(options), options))
            elif group.kind is Kind.NUMBER:
                verdicts.append(self._number(numbers[0], explain, encoding))
            else:
                verdicts.append(self._text(numbers[0], explain, encoding))
        return tuple(verdicts)

    def _summary(self, options: tuple[OptionVerdict, ...]) -> Standing:
        states = {option.state for option in options}
        return next((s for s in (Standing.CHOSEN, Standing.DEFAULT, Standing.IMPLIED) if s in states), Standing.OPEN)

    def _others(self, slot: Slot) -> list[Choice]:
        """The choices that stay when the slot's own are set aside."""
        own = (slot.group.code, slot.option)
        return [c for c in self._kept if (c.group, c.option if slot.option else None) != own]

    def _option(self, group: Group, option: Option, explain: Explain, encoding: Encoding) -> OptionVerdict:
        number, mask = self._space.option_mask(group.code, option.code)
        slot, within = self._space.slots[number], self._within[number]
        present = slot.values[self._state[number]]
        quantity = int(present.amount) if present.option == option.code else 0
        reachable = [index for index in slot.indices(mask) if within[index]]
        elsewhere = any(flag and not mask >> index & 1 for index, flag in enumerate(within))
        causes: tuple[Cause, ...] = ()
        if (group.code, option.code) in self._wanted:
            state = Standing.CHOSEN
        elif not reachable:
            state = Standing.BLOCKED
            causes = explain(encoding.member(number, mask), self._others(slot))
        elif not elsewhere:
            state = Standing.IMPLIED
            causes = explain(-encoding.member(number, mask), self._others(slot))
        else:
            state = Standing.DEFAULT if quantity else Standing.OPEN
        quantities = tuple(int(slot.values[index].amount) for index in reachable)
        return OptionVerdict(group.code, option.code, state, quantity, quantities, causes)

    def _number(self, number: int, explain: Explain, encoding: Encoding) -> GroupVerdict:
        slot = self._space.slots[number]
        reachable = [index for index, flag in enumerate(self._within[number]) if flag]
        state = Standing.DEFAULT
        causes: tuple[Cause, ...] = ()
        if slot.group.code in self._answered:
            state = Standing.CHOSEN
        elif len(reachable) == 1:
            state = Standing.IMPLIED
            causes = explain(-encoding.value(number, reachable[0]), self._others(slot))
        value = slot.values[self._state[number]].amount
        least, most = slot.values[reachable[0]].amount, slot.values[reachable[-1]].amount
        return GroupVerdict(slot.group.code, state, (), value, least, most, causes)

    def _text(self, number: int, explain: Explain, encoding: Encoding) -> GroupVerdict:
        slot = self._space.slots[number]
        empty, given = self._within[number]
        state = Standing.OPEN
        causes: tuple[Cause, ...] = ()
        if slot.group.code in self._answered:
            state = Standing.CHOSEN
        elif not given:
            state = Standing.BLOCKED
            causes = explain(encoding.member(number, 0b10), self._others(slot))
        elif not empty:
            state = Standing.IMPLIED
            causes = explain(encoding.member(number, 0b01), self._others(slot))
        return GroupVerdict(slot.group.code, state, (), None, None, None, causes)
