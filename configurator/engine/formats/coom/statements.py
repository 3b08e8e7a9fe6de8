"""What the behavior of a COOM file demands of each piece, as rules and tables.

A part of which there may be several stands, wherever it is named, for each of them. A statement about a piece that is
not there says nothing; in a sum such a piece counts 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod

from configurator.engine.formats.coom.expressions import LEVELS, PREFIXES
from configurator.engine.formats.coom.grammar import Row, Statement
from configurator.engine.formats.coom.operands import Meant, Operands, value_of
from configurator.engine.formats.coom.parts import Part, Unfolded
from configurator.engine.formats.coom.paths import Target, paths, targets
from configurator.engine.formats.infix import Node, said
from configurator.engine.formats.source import Misread, near
from configurator.engine.formats.sums import Sum
from configurator.engine.formats.words import named
from configurator.engine.language import Not, Or
from configurator.engine.model import Rule, Table, Texts

MOST_COMBINATIONS = 10_000
Cells = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """A number group that equals a sum wherever it is there."""

    group: str
    sum: Sum


class Statements:
    """Reads the statements over the pieces of one product."""

    def __init__(self, unfolded: Unfolded) -> None:
        self._unfolded = unfolded
        self.equations: list[Equation] = []
        self.rules: list[Rule] = []
        self.tables: list[Table] = []

    def read(self, statement: Statement) -> None:
        """Add the rules or tables of a statement; raises `Misread`."""
        owners = self._unfolded.by_type.get(statement.structure)
        if owners is None:
            hint = near(statement.structure, self._unfolded.by_type)
            raise Misread(statement.place, f'there is no structure "{statement.structure}"{hint}')
        for owner in owners:
            for meant in self._meanings(statement, owner):
                message = _message(statement, owner)
                if statement.required is not None:
                    self._require(statement, statement.required, Operands(self._unfolded, meant, owner), message)
                    self._note(statement, statement.required, Operands(self._unfolded, meant, owner), meant)
                else:
                    self._combine(statement, meant, message)

    def _meanings(self, statement: Statement, owner: Part) -> Iterator[Meant]:
        """Every way to take one piece for each path."""
        required = [statement.required] if statement.required is not None else []
        named_paths = [path for node in (*statement.conditions, *required, *statement.columns) for path in paths(node)]
        found = {path: to for path in named_paths if (to := targets(self._unfolded, path, owner)) is not None}
        if prod(map(len, found.values())) > MOST_COMBINATIONS:
            raise Misread(statement.place, f"this speaks of more than {MOST_COMBINATIONS} combinations of pieces")
        for chosen in product(*found.values()):
            yield dict(zip(found, chosen, strict=True))

    def _require(self, statement: Statement, required: Node, operands: Operands, message: Texts) -> None:
        conditions = [operands.formula(node) for node in statement.conditions]
        formula = operands.formula(required)
        given = [Not(each) for each in dict.fromkeys((*operands.there, *conditions))]
        code = self._unfolded.rule_codes.take(f"line {statement.place.line}")
        self.rules.append(Rule(code, Or((*given, formula)) if given else formula, message))

    def _note(self, statement: Statement, required: Node, operands: Operands, meant: Meant) -> None:
        """Keep an equation that says what a number comes to."""
        if statement.conditions or required.kind not in ("=", "=="):
            return
        for this, other in (required.parts, required.parts[::-1]):
            target = meant.get(this)
            if target is not None and target.part.group in self._unfolded.figures:
                operand = operands.operand(other)
                if operand.sum is not None and operand.there is None:
                    self.equations.append(Equation(target.part.group, operand.sum))

    def _combine(self, statement: Statement, meant: Meant, message: Texts) -> None:
        if statement.conditions:
            raise Misread(statement.place, "a table under a condition is not read")
        columns = []
        for node in statement.columns:
            if node not in meant or meant[node].part.group not in self._unfolded.choices:
                raise Misread(node.place, "a column is a part that is chosen from an enumeration, or its attribute")
            columns.append(meant[node])
        groups = tuple(dict.fromkeys(target.part.group for target in columns))
        for allow in (True, False):
            rows = [self._row(row, columns, groups) for row in statement.rows if row.allow is allow]
            if rows:
                rows += self._absences(groups) if allow else []
                code = self._unfolded.rule_codes.take(f"line {statement.place.line}")
                self.tables.append(Table(code, groups, tuple(filter(all, rows)), allow, message))

    def _row(self, row: Row, columns: Sequence[Target], groups: Sequence[str]) -> Cells:
        """A row over the groups of the columns; two columns about one group must both hold."""
        cells = {group: frozenset(self._unfolded.choices[group].values()) for group in groups}
        for target, cell in zip(columns, row.cells, strict=True):
            if cell is not None:
                cells[target.part.group] &= frozenset().union(*(self._named(target, node) for node in cell))
        return tuple(cells.values())

    def _named(self, target: Target, node: Node) -> frozenset[str]:
        """The codes of the values that a cell names."""
        if node.kind not in ("name", "number"):
            raise Misread(node.place, "a cell names values")
        wanted = Decimal(node.path[0]) if node.kind == "number" else value_of(node)
        if isinstance(wanted, str):
            self._unfolded.demand(wanted, node.place)
        codes = self._unfolded.choices[target.part.group]
        return frozenset(codes[value] for value, worth in target.worths(self._unfolded).items() if worth == wanted)

    def _absences(self, groups: Sequence[str]) -> Iterator[Cells]:
        """Rows that let anything go where a piece is not there."""
        every = [frozenset(self._unfolded.codes_of(group)) for group in groups]
        for at, group in enumerate(groups):
            absent = every[at] - frozenset(self._unfolded.choices[group].values())
            if absent:
                yield (*every[:at], absent, *every[at + 1 :])


def _message(statement: Statement, owner: Part) -> Texts:
    """The explanation, or the statement itself; and the piece, where it may be one of several."""
    text = statement.explanation
    if not text:
        when = " && ".join(said(node, LEVELS, PREFIXES) for node in statement.conditions)
        columns = ", ".join(said(node, LEVELS, PREFIXES) for node in statement.columns)
        then = (
            said(statement.required, LEVELS, PREFIXES)
            if statement.required is not None
            else f"combinations ({columns})"
        )
        text = f"{when} => {then}" if when else then
    return named(f"{text} ({owner.path})" if owner.path else text)
