"""Which names of a formula a product knows."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from configurator.engine.language import (
    And,
    Attribute,
    Compare,
    Count,
    Formula,
    Given,
    Has,
    Iff,
    Linear,
    Not,
    Number,
    Or,
    Plus,
    Quantity,
    Times,
    Total,
    Value,
)
from configurator.engine.model import Kind, ProductModel

ANSWERED_ONCE = (Kind.ONE, Kind.NUMBER, Kind.TEXT, Kind.FILE)

Unknown = tuple[int, str]
"""Where a name stands in its expression, and what is wrong with it."""


MOST_HINTED = 300
"""Among more names than that, no near one is looked for."""


class Names:
    """The groups, options and attributes of a product."""

    def __init__(self, model: ProductModel) -> None:
        self.model = model
        self._attributes = {
            group.code: {name for option in group.options for name in option.attributes} for group in model.groups
        }

    def unknown(self, part: Formula | Linear) -> Iterator[Unknown]:  # noqa: C901 - one case for each kind of node
        """Every name in `part` that the product does not have, or that stands where it makes no sense."""
        match part:
            case Has(group, option, at) | Quantity(group, option, at):
                yield from self._option(group, option, at)
            case Given(group, at):
                yield from self._group(group, at, ANSWERED_ONCE, "a group with one answer")
            case Value(group, at):
                yield from self._group(group, at, (Kind.NUMBER,), "a number group")
            case Attribute(group, attribute, at):
                yield from self._attribute(group, attribute, at)
            case Total(attribute, groups, at):
                yield from self._total(attribute, groups, at)
            case Count(groups, options, at):
                for code in groups:
                    yield from self._group(code, at, (Kind.ONE, Kind.SOME), "a group with options")
                for group, option in options:
                    yield from self._option(group, option, at)
            case Times(left, right, at):
                yield from self.unknown(left)
                yield from self.unknown(right)
                if not _constant(left) and not _constant(right):
                    yield at, "one side of * must be a constant number"
            case Not(inner):
                yield from self.unknown(inner)
            case And(parts) | Or(parts):
                for inner in parts:
                    yield from self.unknown(inner)
            case Plus(parts):
                for term in parts:
                    yield from self.unknown(term)
            case Iff(left, right):
                yield from self.unknown(left)
                yield from self.unknown(right)
            case Compare(left, _, right):
                yield from self.unknown(left)
                yield from self.unknown(right)

    def near_group(self, code: str) -> str:
        """A hint at the group that may have been meant."""
        return self.near(code, [group.code for group in self.model.groups])

    @staticmethod
    def near(word: str, known: Iterable[str]) -> str:
        """A hint at the known word that may have been meant, or nothing."""
        names = sorted(known)
        found = difflib.get_close_matches(word, names, 1) if len(names) <= MOST_HINTED else []
        return f', did you mean "{found[0]}"?' if found else ""

    def _group(self, code: str, at: int, kinds: tuple[Kind, ...], words: str) -> Iterator[Unknown]:
        group = self.model.group(code)
        if group is None:
            yield at, f'there is no group "{code}"{self.near_group(code)}'
        elif group.kind not in kinds:
            yield at, f'expected {words}, but "{code}" is of kind "{group.kind}"'

    def _option(self, group: str, option: str, at: int) -> Iterator[Unknown]:
        found = self.model.group(group)
        if found is None:
            yield at, f'there is no group "{group}"{self.near_group(group)}'
        elif found.option(option) is None:
            hint = self.near(option, [each.code for each in found.options])
            yield at, f'"{group}" has no option "{option}"{hint}'

    def _attribute(self, group: str, attribute: str, at: int) -> Iterator[Unknown]:
        if group not in self._attributes:
            yield at, f'there is no group "{group}"{self.near_group(group)}'
        elif attribute not in self._attributes[group]:
            hint = self.near(attribute, self._attributes[group])
            yield at, f'no option of "{group}" has an attribute "{attribute}"{hint}'

    def _total(self, attribute: str, groups: tuple[str, ...], at: int) -> Iterator[Unknown]:
        for group in groups:
            yield from self._attribute(group, attribute, at)
        everywhere = {name for names in self._attributes.values() for name in names}
        if not groups and attribute not in everywhere:
            yield at, f'no option has an attribute "{attribute}"{self.near(attribute, everywhere)}'


def _constant(part: Linear) -> bool:
    match part:
        case Number():
            return True
        case Plus(parts):
            return all(_constant(term) for term in parts)
        case Times(left, right):
            return _constant(left) and _constant(right)
        case _:
            return False
