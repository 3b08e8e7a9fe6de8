"""Sums in the making: exact figures times what a product model can count, compared in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Final

from configurator.engine.language import Compare, Formula, Linear, Number, Plus, Times

NEVER: Final[Formula] = Compare(Number(Decimal(0)), "=", Number(Decimal(1)))
ALWAYS: Final[Formula] = Compare(Number(Decimal(0)), "=", Number(Decimal(0)))


@dataclass(frozen=True, slots=True)
class Sum:
    """A constant and a factor for each term. Fractions, as a division in between need not come out even."""

    constant: Fraction = Fraction(0)
    terms: Mapping[Linear, Fraction] = field(default_factory=dict)

    @classmethod
    def of(cls, term: Linear, factor: Fraction = Fraction(1)) -> Sum:
        """One term."""
        return cls(Fraction(0), {term: factor})

    def plus(self, other: Sum) -> Sum:
        """Both together."""
        terms = dict(self.terms)
        for term, factor in other.terms.items():
            terms[term] = terms.get(term, Fraction(0)) + factor
        return Sum(self.constant + other.constant, {term: factor for term, factor in terms.items() if factor})

    def times(self, factor: Fraction) -> Sum:
        """So many times as much."""
        if not factor:
            return Sum()
        return Sum(self.constant * factor, {term: each * factor for term, each in self.terms.items()})

    def minus(self, other: Sum) -> Sum:
        """What is left without the other."""
        return self.plus(other.times(Fraction(-1)))


def compared(left: Sum, sign: str, right: Sum) -> Formula:
    """``left sign right`` as a formula: whole factors, each term on the side where it counts positive."""
    difference = left.minus(right)
    figures = [difference.constant, *difference.terms.values()]
    scale = lcm(*(figure.denominator for figure in figures))
    whole = difference.times(Fraction(scale))
    here = [_term(term, factor) for term, factor in whole.terms.items() if factor > 0]
    there = [_term(term, -factor) for term, factor in whole.terms.items() if factor < 0]
    constant = Number(Decimal(abs(int(whole.constant))))
    if whole.constant > 0:
        here.append(constant)
    elif whole.constant < 0 or not there:
        there.append(constant)
    return Compare(_total(here), sign, _total(there))


def _term(term: Linear, factor: Fraction) -> Linear:
    return term if factor == 1 else Times(Number(Decimal(int(factor))), term)


def _total(terms: list[Linear]) -> Linear:
    if not terms:
        return Number(Decimal(0))
    return terms[0] if len(terms) == 1 else Plus(tuple(terms))
