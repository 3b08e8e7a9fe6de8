"""The naive method, as an oracle: every product is enumerated and every statement read straight from its formula.

It shares no code with the engine beyond the product model and the parsed formulas.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from configurator.engine.choices import Choice
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
from configurator.engine.model import Facts, Group, Kind, ProductModel, Table
from configurator.engine.product import Product
from configurator.engine.verdict import Cause, Speaker

Answer = tuple[tuple[str, int], ...] | Decimal | bool
"""Of one group: options with pieces, a number, or whether a text is given; nothing at all where it does not exist."""


@dataclass(frozen=True)
class Candidate:
    """A full assignment of answers, buildable or not."""

    model: ProductModel
    answers: dict[str, Answer]

    def pieces(self, group: str, option: str) -> int:
        return dict(self.answers[group]).get(option, 0)

    def attribute(self, group: str, name: str) -> Decimal:
        found = self.model.group(group)
        assert found is not None
        return sum((o.attributes.get(name, Decimal(0)) * self.pieces(group, o.code) for o in found.options), Decimal(0))

    def figure(self, part: Linear) -> Decimal:
        match part:
            case Number(value):
                return value
            case Value(group):
                return self.answers[group] if isinstance(self.answers[group], Decimal) else Decimal(0)
            case Attribute(group, name):
                return self.attribute(group, name)
            case Quantity(group, option):
                return Decimal(self.pieces(group, option))
            case Total(name, groups):
                wanted = groups or tuple(g.code for g in self.model.groups if g.options)
                return sum((self.attribute(group, name) for group in wanted), Decimal(0))
            case Count(groups, options):
                whole = sum(n for group in groups for _, n in self.answers[group])
                return Decimal(whole + sum(self.pieces(g, o) > 0 for g, o in options))
            case Plus(parts):
                return sum((self.figure(term) for term in parts), Decimal(0))
            case Times(left, right):
                return self.figure(left) * self.figure(right)

    def holds(self, part: Formula) -> bool:
        match part:
            case Has(group, option):
                return self.pieces(group, option) > 0
            case Given(group):
                return isinstance(self.answers[group], Decimal) or bool(self.answers[group])
            case Not(inner):
                return not self.holds(inner)
            case And(parts):
                return all(self.holds(inner) for inner in parts)
            case Or(parts):
                return any(self.holds(inner) for inner in parts)
            case Iff(left, right):
                return self.holds(left) == self.holds(right)
            case Compare(left, sign, right):
                a, b = self.figure(left), self.figure(right)
                return {"<=": a <= b, "<": a < b, ">=": a >= b, ">": a > b, "=": a == b, "!=": a != b}[sign]

    def fits_table(self, table: Table) -> bool:
        answers = [next(iter(dict(self.answers[code])), None) for code in table.groups]
        cells = [{option.code for option in self.model[code].options} for code in table.groups]
        fitting = any(
            all(
                o in cell if o else table.allow or cell == every
                for o, cell, every in zip(answers, row, cells, strict=True)
            )
            for row in table.rows
        )
        return fitting == table.allow

    def exists(self, group: Group) -> bool:
        return group.when is None or self.holds(group.when)

    def broken(self, facts: Facts) -> set[str]:
        """Codes of everything that speaks against this candidate."""
        found = {rule.code for rule in self.model.rules if not self.holds(rule.formula)}
        found |= {table.code for table in self.model.tables if not self.fits_table(table)}
        for group in self.model.groups:
            exists, answered = self.exists(group), self.holds(Given(group.code))
            if (answered and not exists) or (exists and not answered and group.kind in (Kind.ONE, Kind.NUMBER)):
                found.add(f"when {group.code}")
            if group.kind is Kind.SOME:
                count = sum(n for _, n in self.answers[group.code])
                if (count < group.least and exists) or (group.most is not None and count > group.most):
                    found.add(group.code)
        for group, option in self.model.options():
            if self.pieces(group.code, option.code):
                found |= {f"{group.code}.{option.code}" for bar in option.bars if bar.stands(facts)}
        return found

    def meets(self, choice: Choice) -> bool:
        answer = self.answers[choice.group]
        if choice.option is None:
            return answer == (choice.amount if isinstance(answer, Decimal) else bool(choice.amount))
        pieces = self.pieces(choice.group, choice.option)
        if choice.amount is not None:
            return pieces == choice.amount
        option = next(o for o in self.model.group(choice.group).options if o.code == choice.option)
        return pieces == min(option.quantities)


def told(candidate: Candidate) -> Product:
    """The candidate as the engine tells of products."""
    options: dict[tuple[str, str], int] = {}
    numbers, texts = {}, set()
    for group in candidate.model.groups:
        answer = candidate.answers[group.code]
        if isinstance(answer, Decimal):
            numbers[group.code] = answer
        elif isinstance(answer, tuple):
            options.update({(group.code, option): count for option, count in answer})
        elif answer:
            texts.add(group.code)
    return Product(options, numbers, frozenset(texts))


def named(cause: Cause) -> str:
    """What `Candidate.broken` calls the statement that speaks."""
    return f"when {cause.rule}" if cause.speaker is Speaker.CONDITION else cause.rule


def _answers(group: Group) -> list[Answer]:
    absent: list[Answer] = [()] if group.when is not None else []
    if group.kind is Kind.NUMBER:
        assert group.scale is not None
        return [*absent, *group.scale.values]
    if group.kind in (Kind.TEXT, Kind.FILE):
        return [False, True]
    if group.kind is Kind.ONE:
        return [*absent, *(((o.code, n),) for o in group.options for n in o.quantities)]
    counts = itertools.product(*[(0, *o.quantities) for o in group.options])
    return [tuple((o.code, n) for o, n in zip(group.options, row, strict=True) if n) for row in counts]


def candidates(model: ProductModel) -> Iterator[Candidate]:
    """Every assignment of answers to the groups."""
    for row in itertools.product(*[_answers(group) for group in model.groups]):
        yield Candidate(model, dict(zip([g.code for g in model.groups], row, strict=True)))


def buildable(model: ProductModel, facts: Facts, choices: Sequence[Choice] = ()) -> list[Candidate]:
    """Every product that keeps all rules and meets the choices."""
    return [c for c in candidates(model) if not c.broken(facts) and all(map(c.meets, choices))]
