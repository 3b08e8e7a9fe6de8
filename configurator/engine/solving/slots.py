"""Slots: every product is one value in each slot, and every rule speaks of values in slots.

A one-of group is one slot whose values are its options (an option that comes in several quantities has a value for
each); every option of a `some` group is a slot of its own, with 0 for "not in"; a number is a slot with its values;
a text or a file is a slot with "empty" and "given". Where a one-of group or a number may not exist, "absent" is the
first value of its slot. A set of a slot's values is an integer bit mask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from configurator.engine.changes import Change, changed
from configurator.engine.choices import Choice
from configurator.engine.conditions import depths
from configurator.engine.model import Group, Kind, Option, ProductModel
from configurator.engine.product import NOTHING, Product

MOST_CHANGES = 20_000
"""So many changes of a value are remembered; then all are forgotten."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a slot: pieces of an option, a number, a text or file given (1) or not (0), or `absent`: the group
    does not exist, and counts 0."""

    option: str | None
    amount: Decimal
    absent: bool = False

    @property
    def in_product(self) -> bool:
        """Whether an option with this value is part of the product."""
        return self.option is not None and self.amount > 0


ABSENT = Value(None, Decimal(0), absent=True)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that holds exactly one of `values`. `option` names it within a `some` group."""

    group: Group
    option: str | None
    values: tuple[Value, ...]

    @property
    def full(self) -> int:
        return (1 << len(self.values)) - 1

    @property
    def absent(self) -> int:
        """The set of its values in which the group does not exist: the first, or none."""
        return 1 if self.values[0].absent else 0

    def mask(self, holds: Callable[[Value], bool]) -> int:
        """The set of values of which `holds` is true."""
        return sum(1 << index for index, value in enumerate(self.values) if holds(value))

    def indices(self, mask: int) -> list[int]:
        """The members of `mask`, ascending."""
        return [index for index in range(len(self.values)) if mask >> index & 1]


State = tuple[int, ...]
"""A product: the index of the value in each slot."""


def _slots_of(group: Group) -> Iterator[Slot]:
    absent = () if group.when is None else (ABSENT,)
    match group.kind:
        case Kind.ONE:
            pieces = (Value(o.code, Decimal(n)) for o in group.options for n in o.quantities)
            yield Slot(group, None, (*absent, *pieces))
        case Kind.SOME:
            for option in group.options:
                counts = (0, *option.quantities)
                yield Slot(group, option.code, tuple(Value(option.code, Decimal(n)) for n in counts))
        case Kind.NUMBER:
            values = group.scale.values if group.scale else ()
            yield Slot(group, None, (*absent, *(Value(None, value) for value in values)))
        case Kind.TEXT | Kind.FILE:
            yield Slot(group, None, (Value(None, Decimal(0)), Value(None, Decimal(1))))


def size(model: ProductModel) -> int:
    """How many values all slots of the product have together; none is made for it."""
    scales = [group.scale for group in model.groups if group.scale is not None]
    return sum(scale.count for scale in scales) + sum(1 + len(option.quantities) for _, option in model.options())


class Space:
    """All slots of a product, in the author's order. Raises `conditions.Circular`."""

    def __init__(self, model: ProductModel) -> None:
        self.slots = tuple(slot for group in model.groups for slot in _slots_of(group))
        self._whole = {slot.group.code: number for number, slot in enumerate(self.slots) if slot.option is None}
        self._parts: dict[tuple[str, str | None], int] = {
            (slot.group.code, slot.option): number for number, slot in enumerate(self.slots) if slot.option
        }
        numbers: dict[str, list[int]] = {}
        self._options: dict[tuple[str, str], tuple[int, int]] = {}
        for number, slot in enumerate(self.slots):
            numbers.setdefault(slot.group.code, []).append(number)
            for index, value in enumerate(slot.values):
                if value.option is not None and value.amount > 0:
                    _, mask = self._options.get((slot.group.code, value.option), (number, 0))
                    self._options[slot.group.code, value.option] = number, mask | 1 << index
        self._choices: dict[Choice, tuple[int, int]] = {}
        self._changes: dict[tuple[int, int | None, int], tuple[Change, ...]] = {}
        self.numbers_of = {group: tuple(found) for group, found in numbers.items()}
        depth = depths(model)
        self.settling = tuple(sorted(range(len(self.slots)), key=lambda number: depth[self.slots[number].group.code]))
        """The slots in the order in which they are settled: each after those which decide whether its group exists."""

    def slot_number(self, group: str, option: str | None = None) -> int:
        """The slot that holds `option` of `group`, or the whole group; raises KeyError where there is none."""
        return self._whole[group] if group in self._whole else self._parts[group, option]

    def option_mask(self, group: str, option: str) -> tuple[int, int]:
        """(slot number, values in which the option is in the product); raises KeyError where there is none."""
        return self._options[group, option]

    def given_mask(self, group: str) -> tuple[int, int]:
        """(slot number, values in which the group has its one answer); raises KeyError for one with several."""
        slot = self.slots[self._whole[group]]
        empty = 1 if slot.group.kind in (Kind.TEXT, Kind.FILE) else slot.absent
        return self._whole[group], slot.full & ~empty

    def choice_mask(self, choice: Choice) -> tuple[int, int] | None:
        """(slot number, values that `choice` admits); None where the product knows no such choice."""
        if choice not in self._choices:
            found = self._choice_mask(choice)
            if found is None:
                return None
            self._choices[choice] = found
        return self._choices[choice]

    def _choice_mask(self, choice: Choice) -> tuple[int, int] | None:
        try:
            number = self.slot_number(choice.group, choice.option)
        except KeyError:
            return None
        slot = self.slots[number]
        if slot.group.kind in (Kind.NUMBER, Kind.TEXT, Kind.FILE):
            mask = 0 if choice.option else slot.mask(lambda value: value.amount == choice.amount) & ~slot.absent
        elif choice.amount == 0:
            mask = slot.mask(lambda value: value.option != choice.option or value.amount == 0)
            mask = mask if slot.group.option(choice.option or "") else 0
        else:
            pieces = choice.amount or self.smallest(slot, choice.option)
            mask = slot.mask(lambda value: value.option == choice.option and value.amount == pieces)
        return (number, mask) if mask else None

    @staticmethod
    def smallest(slot: Slot, option: str | None) -> Decimal:
        """The smallest non-zero quantity of the option."""
        amounts = [value.amount for value in slot.values if value.option == option and value.amount > 0]
        return min(amounts, default=Decimal(1))

    def choice(self, number: int, index: int) -> Choice:
        """The choice that asks for just this value of the slot, which is not the absent one."""
        slot, value = self.slots[number], self.slots[number].values[index]
        if value.option is None:
            return Choice(slot.group.code, None, value.amount)
        plain = value.amount == self.smallest(slot, value.option)
        return Choice(slot.group.code, value.option, None if plain else value.amount)

    def weights(self, number: int, figure: Callable[[Option], Decimal]) -> tuple[Decimal, ...]:
        """For each value of a slot of options: `figure` of the option times its pieces."""
        slot = self.slots[number]
        options = {option.code: figure(option) for option in slot.group.options}
        return tuple(options[value.option] * value.amount if value.option else Decimal(0) for value in slot.values)

    def product(self, state: State) -> Product:
        """The product in the words of its model."""
        return changed(NOTHING, [each for slot, index in enumerate(state) for each in self.changes(slot, None, index)])

    def changes(self, number: int, before: int | None, after: int) -> tuple[Change, ...]:
        """What changes in a product when a slot comes to hold another value; `before` is None where it held nothing."""
        known = self._changes.get((number, before, after))
        if known is None:
            if len(self._changes) == MOST_CHANGES:
                self._changes.clear()
            slot = self.slots[number]
            old, new = ABSENT if before is None else slot.values[before], slot.values[after]
            known = self._changes[number, before, after] = tuple(_changes(slot, old, new))
        return known


def _changes(slot: Slot, old: Value, new: Value) -> Iterator[Change]:
    """What changes in a product when a slot holds a value `new` for an `old` one."""
    kind, code = slot.group.kind, slot.group.code
    if old.option is not None and old.option != new.option:
        yield Change(kind, code, old.option, old.amount, Decimal(0))
    if new.option is not None:
        yield Change(kind, code, new.option, old.amount if old.option == new.option else Decimal(0), new.amount)
    elif not slot.group.options:
        yield Change(kind, code, None, None if old.absent else old.amount, None if new.absent else new.amount)
