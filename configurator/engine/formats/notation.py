"""Formulas as text, in the rule language of product files; other notations say some of it in their own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from configurator.engine.choices import plain
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

IFF, IMPLIES, OR, AND, NOT = range(5)
"""How tight a statement binds, from loose to tight."""
SUM, TERM, FACTOR = range(3)
"""How tight a figure binds."""


class RuleNotation:
    """The rule language. What it writes reads as the formula that was written, if that came from a text itself."""

    words = ("iff", "implies", "or", "and", "not ")
    signs: Mapping[str, str] = {}
    """Comparisons that are spelled otherwise."""
    after_implies = IMPLIES
    """How tight a conclusion must bind to stand without brackets."""

    def formula(self, formula: Formula, least: int = IFF) -> str:
        """The formula, in brackets if it binds looser than `least`."""
        match formula:
            case Has(group, option):
                return self.has(group, option)
            case Given(group):
                return self.given(group)
            case Compare(left, sign, right):
                return f"{self.linear(left)} {self.signs.get(sign, sign)} {self.linear(right)}"
            case Not(part):
                return self.words[NOT] + self.formula(part, NOT)
            case And(parts):
                return self._joined(AND, [(part, NOT) for part in parts], least)
            case Or((Not(condition), conclusion)):
                return self._joined(IMPLIES, [(condition, OR), (conclusion, self.after_implies)], least)
            case Or(parts):
                return self._joined(OR, [(part, AND) for part in parts], least)
            case Iff(left, right):
                return self._joined(IFF, [(left, IFF), (right, IMPLIES)], least)

    def _joined(self, rank: int, parts: Sequence[tuple[Formula, int]], least: int) -> str:
        if len(parts) == 1:
            return self.formula(parts[0][0], least)
        text = f" {self.words[rank]} ".join(self.formula(part, needed) for part, needed in parts)
        return f"({text})" if rank < least else text

    def linear(self, linear: Linear, least: int = SUM) -> str:
        """The figure, in brackets if it binds looser than `least`."""
        match linear:
            case Number(value):
                return plain(value)
            case Value(group):
                return self.value(group)
            case Attribute(group, attribute):
                return self.attribute(group, attribute)
            case Quantity(group, option):
                return self.quantity(group, option)
            case Total(attribute, groups):
                return self.total(attribute, groups)
            case Count(groups, options):
                return self.count(groups, options)
            case Times(Number(value), right) if value == -1:
                return f"-{self.linear(right, FACTOR)}"
            case Times(left, right):
                text = f"{self.linear(left, TERM)} * {self.linear(right, FACTOR)}"
                return f"({text})" if least > TERM else text
            case Plus((first, *others)):
                text = self.linear(first, TERM) + "".join(map(self._added, others))
                return f"({text})" if least > SUM else text
        raise ValueError("a sum has parts")

    def _added(self, part: Linear) -> str:
        match part:
            case Times(Number(value), right) if value == -1:
                return f" - {self.linear(right, TERM)}"
        return f" + {self.linear(part, TERM)}"

    def has(self, group: str, option: str) -> str:
        return f"{group}.{option}"

    def given(self, group: str) -> str:
        return f"given({group})"

    def value(self, group: str) -> str:
        return group

    def attribute(self, group: str, attribute: str) -> str:
        return f"{group}.{attribute}"

    def quantity(self, group: str, option: str) -> str:
        return f"quantity({group}.{option})"

    def total(self, attribute: str, groups: Sequence[str]) -> str:
        return f"sum({', '.join([attribute, *groups])})"

    def count(self, groups: Sequence[str], options: Sequence[tuple[str, str]]) -> str:
        return f"count({', '.join([*groups, *(self.has(*option) for option in options)])})"
