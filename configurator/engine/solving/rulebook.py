"""Everything that can speak against a product, each behind a selector literal of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from configurator.engine.language import Compare, Count, Formula, Given, Has, Iff, Not, Number, Or
from configurator.engine.model import Bar, Facts, Group, Kind, ProductModel
from configurator.engine.review.findings import place_of
from configurator.engine.solving.encoding import Encoding
from configurator.engine.solving.lowering import Clause, Member, TooLarge, lower, lower_table
from configurator.engine.solving.slots import Space
from configurator.engine.verdict import Cause, Speaker

MOST_ENCODED = 1_500_000
"""Clauses of a whole product."""


@dataclass(frozen=True, slots=True)
class Barred:
    """A bar on an option: the selector that enforces it and the values it rules out."""

    selector: int
    bar: Bar
    slot: int
    mask: int


class Rulebook:
    """The rules, tables, conditions and limits of a product, encoded; and its bars, which stand or not by the day and
    the region.

    Raises `lowering.TooLarge` where a rule cannot be expanded.
    """

    def __init__(self, model: ProductModel, space: Space, encoding: Encoding) -> None:
        self.causes: dict[int, Cause] = {}
        self.clauses: list[Clause] = []
        self.owners: list[int] = []
        """The selector of each clause."""
        self.everything = encoding.literal()
        """Assumed, it makes every rule hold."""
        plain: list[int] = []
        sums: list[int] = []
        for cause, clauses in statements(model, space):
            selector = encoding.literal()
            self.causes[selector] = cause
            self.clauses += clauses
            self.owners += [selector] * len(clauses)
            before = len(encoding.sums)
            encoding.add(clauses, selector)
            encoding.clauses.append([-self.everything, selector])
            (sums if len(encoding.sums) > before else plain).append(selector)
            if len(encoding.clauses) > MOST_ENCODED:
                message = f"the rules up to this one come to more than {MOST_ENCODED} clauses"
                raise TooLarge(message, place_of(cause, model))
        self.selectors = [*sums, *plain]
        """One for each rule; those with long sums first, so that they are the first to be left out of a cause."""
        self.bars = list(self._bars(model, space, encoding))

    def standing(self, facts: Facts) -> tuple[Barred, ...]:
        """The bars that hold under `facts`."""
        return tuple(barred for barred in self.bars if barred.bar.stands(facts))

    def _bars(self, model: ProductModel, space: Space, encoding: Encoding) -> Iterator[Barred]:
        for group, option in model.options():
            for bar in option.bars:
                slot, mask = space.option_mask(group.code, option.code)
                selector = encoding.literal()
                encoding.add([(Member(slot, space.slots[slot].full & ~mask),)], selector)
                self.causes[selector] = Cause(f"{group.code}.{option.code}", Speaker.BAR, bar.note, bar)
                yield Barred(selector, bar, slot, mask)


def statements(model: ProductModel, space: Space) -> Iterator[tuple[Cause, list[Clause]]]:
    """What every product keeps, bars apart: for each condition, limit, rule and table its cause and its clauses.

    Raises `lowering.TooLarge`.
    """
    for group in model.groups:
        if group.when is not None:
            with _blaming("groups", group.code):
                clauses = [clause for formula in _existence(group, group.when) for clause in lower(space, formula)]
            yield Cause(group.code, Speaker.CONDITION, group.when_message), clauses
        clauses = _limits(group, space)
        if clauses:
            yield Cause(group.code, Speaker.LIMIT), clauses
    for rule in model.rules:
        with _blaming("rules", rule.code):
            clauses = lower(space, rule.formula)
        yield Cause(rule.code, Speaker.RULE, rule.message), clauses
    for table in model.tables:
        with _blaming("tables", table.code):
            clauses = lower_table(space, table)
        yield Cause(table.code, Speaker.RULE, table.message), clauses


@contextmanager
def _blaming(*path: str) -> Iterator[None]:
    """Says of what is too large where it stands."""
    try:
        yield
    except TooLarge as refusal:
        raise TooLarge(f"this is too large to be checked at each click: {refusal}", path) from None


def _existence(group: Group, when: Formula) -> list[Formula]:
    """That the group has an answer only while it exists, and always then if its kind has one always."""
    match group.kind:
        case Kind.ONE | Kind.NUMBER:
            return [Iff(Given(group.code), when)]
        case Kind.TEXT | Kind.FILE:
            return [Or((Not(Given(group.code)), when))]
        case Kind.SOME:
            return [Or((Not(Has(group.code, option.code)), when)) for option in group.options]


def _limits(group: Group, space: Space) -> list[Clause]:
    if group.kind is not Kind.SOME:
        return []
    pieces, bounds = Count((group.code,)), list[Formula]()
    if group.least:
        enough = Compare(pieces, ">=", Number(Decimal(group.least)))
        bounds.append(enough if group.when is None else Or((Not(group.when), enough)))
    if group.most is not None:
        bounds.append(Compare(pieces, "<=", Number(Decimal(group.most))))
    return [clause for bound in bounds for clause in lower(space, bound)]
