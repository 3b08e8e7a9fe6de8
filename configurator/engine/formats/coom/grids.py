"""The values that a number can take, as far as they follow from what it is equal to.

COOM gives a number a range (the weight of a bicycle: 1 to 10000 grams) where an equation leaves it a few hundred
values. Only these are kept: the others are in no product.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm


@dataclass(frozen=True, slots=True)
class Grid:
    """Numbers at equal distances, from `least` to `most`."""

    least: Fraction
    most: Fraction
    step: Fraction

    @classmethod
    def single(cls, value: Fraction) -> Grid:
        """One number."""
        return cls(value, value, Fraction(1))

    @classmethod
    def of(cls, values: list[Fraction]) -> Grid:
        """The narrowest grid that holds all of these."""
        least = min(values)
        step = Fraction(0)
        for value in values:
            step = _common(step, value - least)
        return cls(least, max(values), step or Fraction(1))

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return int((self.most - self.least) / self.step) + 1

    def plus(self, other: Grid) -> Grid:
        """A grid that holds every sum of a number of each."""
        if self.size == 1 or other.size == 1:
            step = other.step if self.size == 1 else self.step
        else:
            step = _common(self.step, other.step)
        return Grid(self.least + other.least, self.most + other.most, step)

    def times(self, factor: Fraction) -> Grid:
        """Every number so many times; the factor is not 0."""
        ends = sorted((self.least * factor, self.most * factor))
        return Grid(ends[0], ends[1], self.step * abs(factor))

    def within(self, least: Fraction, most: Fraction) -> Grid | None:
        """What lies in a range, or None where nothing does."""
        first = self.least + max(0, -((self.least - least) // self.step)) * self.step
        last = min(self.most, first + (most - first) // self.step * self.step)
        return Grid(first, last, self.step) if first <= last else None

    def with_zero(self) -> Grid:
        """The narrowest grid that holds 0 as well."""
        return Grid.of([Fraction(0), self.least, self.most, self.least + (self.step if self.size > 1 else 0)])


def _common(one: Fraction, other: Fraction) -> Fraction:
    """The greatest step that makes both."""
    scale = lcm(one.denominator, other.denominator)
    return Fraction(gcd(int(one * scale), int(other * scale)), scale)
