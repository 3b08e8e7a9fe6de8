"""The values of features that are numbers or texts. UVL gives them no range, so those stand here that tell apart.

Of all numbers only so many make a difference as the constraints can tell from each other: each figure that one is
compared with, one below the least of them, one above the greatest, and one in each gap between. Where features are
compared with each other, a gap has as many as there are such features, so that each order of them can be had. A text
is one of those that it is compared with, or another. A feature that is not chosen counts 0, or as the empty text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from configurator.engine.choices import plain
from configurator.engine.formats.codes import Codes
from configurator.engine.formats.sums import Sum
from configurator.engine.formats.words import another, called, named
from configurator.engine.language import Attribute, Count, Linear, Quantity, Total
from configurator.engine.model import Group, Kind, Option, Texts

WORTH = "value"
"""The attribute that holds the value of a feature's option."""
ABSENT = "absent"
MOST_FIGURES = 500


class TooMany(Exception):
    """A comparison that tells more values apart than anyone could choose from."""


@dataclass(slots=True)
class Typed:
    """A feature with a value: the figures it is compared with, and the features it is compared with."""

    name: str
    kind: str
    always: bool
    figures: set[Fraction] = field(default_factory=set)
    mates: set[str] = field(default_factory=set)


class Values:
    """What all features with values are compared with, by the codes of their groups."""

    def __init__(self, options: Mapping[str, Option]) -> None:
        """`options` are the features, by code: what sums may come to depends on them."""
        self.typed: dict[str, Typed] = {}
        self._options = options
        self._texts: dict[str, int] = {"": 0}

    def text(self, literal: str) -> Fraction:
        """The figure that stands for a text."""
        return Fraction(self._texts.setdefault(literal, len(self._texts)))

    def compare(self, difference: Sum) -> None:
        """Note that the sign of this sum matters; raises `TooMany`."""
        worths = [term for term in difference.terms if isinstance(term, Attribute)]
        if not worths:
            return
        others = Sum(difference.constant, {t: f for t, f in difference.terms.items() if t not in worths})
        factors = [difference.terms[term] for term in worths]
        first = self.typed[worths[0].group]
        if len(worths) == 1:
            first.figures |= {-figure / factors[0] for figure in self._possible(others)}
            if first.kind == "Real":
                for figure in first.figures:
                    _decimal(figure)
        elif len(worths) == 2 and not sum(factors) and not others.terms and not others.constant:
            second = self.typed[worths[1].group]
            first.mates.add(worths[1].group)
            second.mates.add(worths[0].group)
        else:
            raise TooMany(f'"{first.name}" has no range: it can be compared with a number, or with one other feature')
        if len(first.figures) > MOST_FIGURES:
            raise TooMany(f'"{first.name}" has no range, and this tells more than {MOST_FIGURES} values of it apart')

    def groups(self) -> Iterator[Group]:
        """For each feature whose value matters a group of its values: the first for "not chosen" where that may be."""
        for code, typed in self.typed.items():
            family = self._family(code)
            figures = {figure for mate in family for figure in self.typed[mate].figures}
            if len(family) > 1:
                figures.add(Fraction(0))
            if not figures:
                continue
            codes = Codes()
            absent = codes.take(ABSENT)
            options = [] if typed.always else [Option(absent, named("–"))]
            for figure, label in self._told_apart(typed.kind, sorted(figures), len(family)):
                options.append(Option(codes.take(called(label)), label, {WORTH: _decimal(figure)}))
            yield Group(code, Kind.ONE, named(typed.name), tuple(options))

    def _told_apart(self, kind: str, figures: list[Fraction], each: int) -> Iterator[tuple[Fraction, Texts]]:
        if kind != "String":
            for figure, name in _numbers(figures, each, kind == "Integer"):
                yield figure, named(name)
            return
        literals = {figure: literal for literal, figure in self._texts.items()}
        for figure in figures:
            yield figure, named(literals[int(figure)] or "''")
        for number in range(1, each + 1):
            yield Fraction(-number), another(number)

    def _family(self, code: str) -> list[str]:
        family, waiting = [code], [code]
        while waiting:
            for mate in sorted(self.typed[waiting.pop()].mates):
                if mate not in family:
                    family.append(mate)
                    waiting.append(mate)
        return family

    def _possible(self, total: Sum) -> set[Fraction]:
        """What a sum can come to."""
        figures = {total.constant}
        for term, factor in total.terms.items():
            for choice in self._each(term):
                figures = {figure + factor * amount for figure in figures for amount in choice}
                if len(figures) > MOST_FIGURES:
                    raise TooMany(f"this sum can come to more than {MOST_FIGURES} figures")
        return figures

    def _each(self, term: Linear) -> Iterator[tuple[Fraction, ...]]:
        """What each independent part of a term may add."""
        match term:
            case Count(_, options):
                yield from ((Fraction(0), Fraction(1)) for _ in options)
            case Quantity(_, option):
                yield tuple(map(Fraction, (0, *self._options[option].quantities)))
            case Total(attribute):
                for feature in self._options.values():
                    figure = Fraction(feature.attributes.get(attribute, Decimal(0)))
                    if figure:
                        yield tuple(figure * pieces for pieces in (0, *feature.quantities))


def _numbers(figures: list[Fraction], each: int, whole: bool) -> Iterator[tuple[Fraction, str]]:
    """The figures, and up to `each` numbers below, above and in between, with what they are called."""
    between = _whole_between if whole else _real_between
    yield from _outside(figures[0], -1, each, whole)
    for low, high in pairwise([*figures, figures[-1]]):
        if not whole or low.denominator == 1:
            yield low, _said(low)
        yield from between(low, high, each)
    yield from _outside(figures[-1], 1, each, whole)


def _outside(end: Fraction, direction: int, each: int, whole: bool) -> Iterator[tuple[Fraction, str]]:
    """Numbers below the least figure (-1) or above the greatest (1)."""
    if whole:
        nearest = Fraction(ceil(end) - 1 if direction < 0 else floor(end) + 1)
        name = f"{'≤' if direction < 0 else '≥'}{nearest}"
    else:
        nearest = end + direction
        name = f"{'<' if direction < 0 else '>'}{_said(end)}"
    for number in range(each):
        figure = nearest + direction * number
        yield figure, name if each == 1 else _said(figure)


def _whole_between(low: Fraction, high: Fraction, each: int) -> Iterator[tuple[Fraction, str]]:
    least, most = floor(low) + 1, ceil(high) - 1
    for number in range(least, min(most, least + each - 1) + 1):
        yield Fraction(number), f"{least}…{most}" if each == 1 and most > least else str(number)


def _real_between(low: Fraction, high: Fraction, each: int) -> Iterator[tuple[Fraction, str]]:
    for number in range(1, each + 1) if low < high else ():
        figure = low + (high - low) * Fraction(number, 1 << each)
        yield figure, f"{_said(low)}…{_said(high)}" if each == 1 else _said(figure)


def _said(figure: Fraction) -> str:
    return plain(_decimal(figure))


def _decimal(figure: Fraction) -> Decimal:
    """The figure as an exact decimal; raises `TooMany` where it has no end."""
    found = Decimal(figure.numerator) / Decimal(figure.denominator)
    if Fraction(found) != figure:
        raise TooMany(f"{figure} is no exact decimal number")
    return found
