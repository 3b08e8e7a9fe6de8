"""What a product says, read over domains: the answers that each of its questions may still take.

So a statement is true, false or not yet decided. It is read straight from its formula, apart from the clauses of the
solver, for proofs that must not rest on these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import and_, or_

from configurator.engine.evaluate import SIGNS
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
from configurator.engine.model import Group, Kind, ProductModel, Table

Key = tuple[str, str | None]
"""A question: a group, or one option of a `some` group."""
Answer = tuple[str | None, Decimal]
"""An option with its pieces; a number; 1 or 0 for a text or file that is given or not."""
Domains = dict[Key, tuple[int, ...]]
"""For each question the places of the answers that it may still take."""
Weights = dict[Key, list[Decimal]]
"""What each answer of a question counts in a sum."""

ABSENT: Answer = ("", Decimal(0))
"""In place of an answer where the group does not exist."""
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """The questions it speaks of, and whether it holds: None where that is not decided yet."""

    keys: tuple[Key, ...]
    holds: Callable[[Domains], bool | None]


TRUE = Statement((), lambda _: True)


class Questions:
    """All questions of a product with their answers, and what statements about them come to over domains."""

    def __init__(self, model: ProductModel) -> None:
        self._groups = {group.code: group for group in model.groups}
        self._attributes = {(group.code, option.code): option.attributes for group, option in model.options()}
        self.keys: dict[str, list[Key]] = {}
        """The questions of each group."""
        self.answers: dict[Key, list[Answer]] = {}
        """All that may be answered to each question."""
        self.silence: dict[Key, Answer] = {}
        """What stands for the answer of a product that says nothing of a question."""
        for group in model.groups:
            asked = dict(_asked(group))
            self.keys[group.code] = list(asked)
            self.answers |= asked
            certain = group.kind in (Kind.ONE, Kind.NUMBER)
            self.silence |= {key: ABSENT if certain else (key[1], ZERO) for key in asked}

    def key(self, group: str, option: str | None = None) -> Key:
        """The question about the option, or about the whole group."""
        return (group, None) if (group, None) in self.answers else (group, option)

    def within(self, key: Key, admits: Callable[[Answer], bool]) -> Statement:
        """The answer is one that `admits` says yes to."""
        admitted = [admits(answer) for answer in self.answers[key]]

        def holds(domains: Domains) -> bool | None:
            found = {admitted[place] for place in domains[key]}
            return found.pop() if len(found) == 1 else None

        return Statement((key,), holds)

    def formula(self, formula: Formula) -> Statement:
        """What a rule says."""
        match formula:
            case Has(group, option):
                return self.within(self.key(group, option), lambda answer: answer[0] == option and answer[1] > 0)
            case Given(group):
                empty = (None, ZERO) if self._groups[group].kind in (Kind.TEXT, Kind.FILE) else ABSENT
                return self.within((group, None), lambda answer: answer != empty)
            case Not(part):
                return _opposite(self.formula(part))
            case And(parts):
                return _all([self.formula(part) for part in parts])
            case Or(parts):
                return _any([self.formula(part) for part in parts])
            case Iff(left, right):
                return _same(self.formula(left), self.formula(right))
            case Compare(left, sign, right):
                return self._comparison(left, sign, right)

    def table(self, table: Table) -> Statement:
        """What a table says. A group that does not exist fits all that is allowed, and of what is forbidden a cell of
        all options."""
        keys = tuple((group, None) for group in table.groups)
        columns = [self._column(table, place, key) for place, key in enumerate(keys)]

        def holds(domains: Domains) -> bool | None:
            fitting = covering = -1
            for key, rows in zip(keys, columns, strict=True):
                present = [rows[place] for place in domains[key]]
                fitting &= reduce(or_, present)
                covering &= reduce(and_, present)
            if not fitting:
                return not table.allow
            return table.allow if covering else None

        return Statement(keys, holds)

    def _column(self, table: Table, place: int, key: Key) -> list[int]:
        """For each answer the rows whose cell it fits, as bits."""
        cells = [row[place] for row in table.rows]
        whole = {option.code for option in self._groups[key[0]].options}
        return [
            sum(
                1 << number
                for number, cell in enumerate(cells)
                if (table.allow or cell == whole if answer == ABSENT else answer[0] in cell)
            )
            for answer in self.answers[key]
        ]

    def limits(self, group: Group) -> Statement:
        """The least and the most pieces of a `some` group; the least counts where the group exists."""
        pieces = Count((group.code,))
        least = self.formula(Compare(pieces, ">=", Number(Decimal(group.least))))
        if group.when is not None:
            least = _any([_opposite(self.formula(group.when)), least])
        if group.most is None:
            return least
        return _all([least, self.formula(Compare(pieces, "<=", Number(Decimal(group.most))))])

    def existence(self, group: Group, when: Formula) -> Statement:
        """A group is answered only where it exists, and a number or one-of group always there."""
        exists = self.formula(when)
        if group.kind is Kind.SOME:
            without = [self.formula(Not(Has(group.code, option.code))) for option in group.options]
            return _any([exists, _all(without)])
        given = self.formula(Given(group.code))
        return _same(given, exists) if group.kind in (Kind.ONE, Kind.NUMBER) else _any([_opposite(given), exists])

    def _comparison(self, left: Linear, sign: str, right: Linear) -> Statement:
        constant, weights = _sum([self._figure(left), _times(Decimal(-1), self._figure(right))])
        compare = SIGNS[sign]

        def holds(domains: Domains) -> bool | None:
            low = high = constant
            for key, figures in weights.items():
                possible = [figures[place] for place in domains[key]]
                low, high = low + min(possible), high + max(possible)
            if low == high:
                return compare(low, ZERO)
            if sign in ("=", "!="):
                return None if low <= ZERO <= high else sign == "!="
            at_ends = compare(low, ZERO)
            return at_ends if at_ends == compare(high, ZERO) else None

        return Statement(tuple(weights), holds)

    def _figure(self, linear: Linear) -> tuple[Decimal, Weights]:
        match linear:
            case Number(value):
                return value, {}
            case Value(group):
                return self._weights([group], lambda key, answer: answer[1])
            case Quantity(group, option):
                return self._weights([group], lambda key, answer: answer[1] if answer[0] == option else ZERO)
            case Attribute(group, attribute):
                return self._weights([group], self._attribute(attribute))
            case Total(attribute, groups):
                return self._weights(groups or self._groups, self._attribute(attribute))
            case Count(groups, options):
                pieces = [self._weights([group], lambda key, answer: answer[1]) for group in groups]
                return _sum(pieces + [self._presence(*option) for option in options])
            case Plus(parts):
                return _sum([self._figure(part) for part in parts])
            case Times(left, right):
                one, other = self._figure(left), self._figure(right)
                return _times(one[0], other) if not one[1] else _times(other[0], one)

    def _presence(self, group: str, option: str) -> tuple[Decimal, Weights]:
        return self._weights([group], lambda key, answer: Decimal(answer[0] == option and answer[1] > 0))

    def _attribute(self, name: str) -> Callable[[Key, Answer], Decimal]:
        return lambda key, answer: self._attributes.get((key[0], answer[0] or ""), {}).get(name, ZERO) * answer[1]

    def _weights(self, groups: Iterable[str], weigh: Callable[[Key, Answer], Decimal]) -> tuple[Decimal, Weights]:
        keys = [key for group in groups for key in self.keys[group]]
        weights = {key: [weigh(key, answer) for answer in self.answers[key]] for key in keys}
        return ZERO, {key: figures for key, figures in weights.items() if any(figures)}


def _asked(group: Group) -> Iterator[tuple[Key, list[Answer]]]:
    absent = [] if group.when is None else [ABSENT]
    match group.kind:
        case Kind.ONE:
            pieces = [(option.code, Decimal(count)) for option in group.options for count in option.quantities]
            yield (group.code, None), [*absent, *pieces]
        case Kind.SOME:
            for option in group.options:
                yield (group.code, option.code), [(option.code, Decimal(count)) for count in (0, *option.quantities)]
        case Kind.NUMBER:
            yield (
                (group.code, None),
                [*absent, *((None, value) for value in (group.scale.values if group.scale else ()))],
            )
        case Kind.TEXT | Kind.FILE:
            yield (group.code, None), [(None, ZERO), (None, Decimal(1))]


def _sum(figures: Iterable[tuple[Decimal, Weights]]) -> tuple[Decimal, Weights]:
    total, together = ZERO, Weights()
    for constant, weights in figures:
        total += constant
        for key, row in weights.items():
            together[key] = [a + b for a, b in zip(together[key], row, strict=True)] if key in together else row
    return total, together


def _times(factor: Decimal, figure: tuple[Decimal, Weights]) -> tuple[Decimal, Weights]:
    constant, weights = figure
    return factor * constant, {key: [factor * weight for weight in row] for key, row in weights.items()}


def _opposite(statement: Statement) -> Statement:
    def holds(domains: Domains) -> bool | None:
        found = statement.holds(domains)
        return None if found is None else not found

    return Statement(statement.keys, holds)


def _all(statements: Sequence[Statement]) -> Statement:
    def holds(domains: Domains) -> bool | None:
        found: bool | None = True
        for statement in statements:
            match statement.holds(domains):
                case False:
                    return False
                case None:
                    found = None
        return found

    return Statement(tuple(dict.fromkeys(key for statement in statements for key in statement.keys)), holds)


def _any(statements: Sequence[Statement]) -> Statement:
    return _opposite(_all([_opposite(statement) for statement in statements]))


def _same(one: Statement, other: Statement) -> Statement:
    return _any([_all([one, other]), _all([_opposite(one), _opposite(other)])])
