"""What a COOM file says, as it is written: the product, structures, enumerations, and how they behave."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from configurator.engine.formats.coom.expressions import constant, expression
from configurator.engine.formats.infix import DEEPEST, Node
from configurator.engine.formats.source import Misread, Source, Token, Tokens

PRODUCT = "product"
"""The structure that all others are parts of."""
MOST_PIECES = 100
_PATTERN = re.compile(
    r"""
      (?P<skip>\s+ | //[^\n]* | /\*.*?\*/)
    | (?P<any>-\*-)
    | (?P<string>"[^"\n]*" | '[^'\n]*')
    | (?P<times>\d+x\b)
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<name>[^\W\d]\w*)
    | (?P<sign>\.\.|\|\||&&|==|!=|<=|>=|[-≤≥≠{}()\[\];,.=<>!+*/^\#€$%])
    """,
    re.VERBOSE | re.DOTALL,
)
_PASSED_OVER = ("default", "prefer", "minimize", "maximize", "hide", "readonly", "readwrite", "message")
"""What guides a person or a solver, and leaves the products that can be built as they are."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A part of a structure: so many of a type. A number has the range it was given, or none."""

    name: str
    type: str
    least: int
    most: int
    place: Token
    range: tuple[Decimal, Decimal] | None = None


@dataclass(slots=True)
class Enumeration:
    """Values to choose from. Attributes say of each value what stands in its brackets, in this order."""

    place: Token
    attributes: list[str] = field(default_factory=list)
    values: dict[str, list[Decimal | str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: for each column the values it names, or None for any."""

    allow: bool
    cells: tuple[tuple[Node, ...] | None, ...]
    place: Token


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that must hold in each piece of a structure, where all its conditions do.

    Either `required` is a statement, or `columns` and `rows` are a table.
    """

    structure: str
    place: Token
    explanation: str
    conditions: tuple[Node, ...]
    required: Node | None = None
    columns: tuple[Node, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(slots=True)
class File:
    """All of it."""

    structures: dict[str, list[Feature]] = field(default_factory=dict)
    enumerations: dict[str, Enumeration] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)


def read_file(source: Source) -> File:
    """The file's blocks; problems are reported, and reading goes on with the next block."""
    found = list(source.tokens(_PATTERN))
    last = found[-1] if found else source.start
    reader = _Reader(source, Tokens(found, Token("", "", last.line, last.column + len(last.text))))
    reader.blocks()
    return reader.file


class _Reader:
    def __init__(self, source: Source, tokens: Tokens) -> None:
        self.file = File()
        self._source = source
        self._tokens = tokens

    def blocks(self) -> None:
        kinds: dict[str, Callable[[], None]] = {
            "product": self._product,
            "structure": self._structure,
            "enumeration": self._enumeration,
            "behavior": self._behavior,
        }
        while self._tokens.next.text:
            token = self._tokens.take()
            try:
                if token.text not in kinds:
                    raise Misread(token, f"expected one of {', '.join(kinds)}")
                kinds[token.text]()
            except Misread as problem:
                self._source.report(problem.place, problem.message)
                while self._tokens.next.text not in ("", *kinds):
                    self._tokens.take()

    def _name(self, what: str) -> Token:
        if self._tokens.next.kind != "name":
            self._tokens.fail(what)
        return self._tokens.take()

    def _product(self) -> None:
        self._features(PRODUCT)

    def _structure(self) -> None:
        self._features(self._name("the name of a structure").text)

    def _features(self, structure: str) -> None:
        place = self._tokens.expect("{")
        if structure in self.file.structures:
            raise Misread(place, f'there is a "{structure}" already')
        features = self.file.structures[structure] = []
        while not self._tokens.accept("}"):
            if not self._tokens.accept(";"):
                features.append(self._feature())

    def _feature(self) -> Feature:
        least, most = self._cardinality()
        if self._tokens.next.text in ("reference", "static", "string"):
            raise Misread(self._tokens.next, f'"{self._tokens.next.text}" is not read')
        kind = self._name("the type of a part")
        bounds = self._number() if kind.text == "num" else None
        name = self._name("the name of a part")
        return Feature(name.text, kind.text, least, most, name, bounds)

    def _cardinality(self) -> tuple[int, int]:
        token = self._tokens.next
        if token.kind not in ("number", "times"):
            return 1, 1
        least = most = self._count()
        if self._tokens.accept(".."):
            most = self._count()
        if not least <= most <= MOST_PIECES:
            raise Misread(token, f"expected a number of pieces up to {MOST_PIECES}, the smaller one first")
        return least, most

    def _count(self) -> int:
        token = self._tokens.next
        digits = token.text.removesuffix("x")
        if not digits.isdigit() or len(digits) > 9:
            self._tokens.fail("how many pieces (without end is not read)")
        self._tokens.take()
        return int(digits)

    def _number(self) -> tuple[Decimal, Decimal] | None:
        """What follows ``num``: places after the point and the unit say how a number is shown; its range counts."""
        if self._tokens.accept("."):
            while self._tokens.accept("#"):
                pass
        if self._tokens.accept("/"):
            self._tokens.take()
        if self._tokens.next.kind != "number" and self._tokens.next.text != "-":
            return None
        place = self._tokens.next
        least = constant(self._tokens)
        self._tokens.expect("-")
        most = constant(self._tokens)
        if not isinstance(least, Decimal) or not isinstance(most, Decimal) or most < least:
            raise Misread(place, "expected a range such as 0-100")
        return least, most

    def _enumeration(self) -> None:
        name = self._name("the name of an enumeration")
        if name.text in self.file.enumerations:
            raise Misread(name, f'there is an enumeration "{name.text}" already')
        found = self.file.enumerations[name.text] = Enumeration(name)
        self._tokens.expect("{")
        while not self._tokens.accept("}"):
            if self._tokens.accept(";", ","):
                continue
            token = self._name("a value or an attribute")
            if token.text == "attribute":
                found.attributes.append(self._attribute())
            else:
                self._value(found, token)

    def _attribute(self) -> str:
        """The name of an attribute. Whether it is a number shows in its values; its type may be left out."""
        if self._tokens.accept("num"):
            self._number()
            return self._name("the name of an attribute").text
        first = self._name("the name of an attribute")
        follows = self._tokens.next
        typed = follows.kind == "name" and follows.line == first.line and follows.text != "attribute"
        return self._tokens.take().text if typed and self._tokens.after.text != "=" else first.text

    def _value(self, found: Enumeration, name: Token) -> None:
        if name.text in found.values:
            raise Misread(name, f'"{name.text}" stands here for the second time')
        values: list[Decimal | str] = []
        if self._tokens.accept("="):
            self._tokens.expect("(")
            while not self._tokens.accept(")"):
                values.append(constant(self._tokens))
                self._tokens.accept(",")
        if len(values) != len(found.attributes):
            raise Misread(name, f'"{name.text}" has {len(values)} values for {len(found.attributes)} attributes')
        found.values[name.text] = values

    def _behavior(self) -> None:
        structure = self._tokens.take().text if self._tokens.next.kind == "name" else PRODUCT
        self._tokens.expect("{")
        self._block(structure, ())

    def _block(self, structure: str, conditions: tuple[Node, ...], depth: int = 1) -> None:
        """Statements up to the closing brace; `conditions` hold for all of them."""
        explanation, own = "", conditions
        while (token := self._tokens.take()).text != "}":
            if token.text == "explanation":
                explanation = self._tokens.take().text.strip("\"'")
            elif token.text == "condition":
                own = (*own, expression(self._tokens))
            elif token.text != ";":
                self._statement(token, structure, explanation, own, depth)
                explanation, own = "", conditions

    def _statement(
        self, token: Token, structure: str, explanation: str, conditions: tuple[Node, ...], depth: int
    ) -> None:
        match token.text:
            case "{" if depth < DEEPEST:
                self._block(structure, conditions, depth + 1)
            case "require":
                self._require(structure, token, explanation, conditions, expression(self._tokens))
            case "imply":
                self._require(structure, token, explanation, conditions, self._implied())
            case "combinations":
                self._combinations(structure, token, explanation, conditions)
            case word if word in _PASSED_OVER:
                self._pass_over(token)
            case _:
                found = self._tokens.described(token)
                raise Misread(token, f"expected require, imply or combinations, found {found}")

    def _require(
        self, structure: str, place: Token, explanation: str, conditions: tuple[Node, ...], required: Node
    ) -> None:
        self.file.statements.append(Statement(structure, place, explanation, conditions, required))

    def _implied(self) -> Node:
        found = expression(self._tokens)
        if found.kind != "=" or len(found.parts) != 2 or found.parts[0].kind != "name":
            raise Misread(found.place, "expected imply part = ...")
        return found

    def _pass_over(self, keyword: Token) -> None:
        while self._tokens.next.line == keyword.line and self._tokens.next.text not in ("", "}"):
            self._tokens.take()

    def _combinations(self, structure: str, place: Token, explanation: str, conditions: tuple[Node, ...]) -> None:
        self._tokens.expect("(")
        columns = []
        while not self._tokens.accept(")"):
            columns.append(expression(self._tokens))
            self._tokens.accept(",")
        rows = []
        while token := self._tokens.accept("allow", "forbid"):
            rows.append(self._row(token, len(columns)))
        statement = Statement(structure, place, explanation, conditions, None, tuple(columns), tuple(rows))
        self.file.statements.append(statement)

    def _row(self, keyword: Token, columns: int) -> Row:
        self._tokens.expect("(")
        cells: list[tuple[Node, ...] | None] = []
        while not self._tokens.accept(")"):
            if self._tokens.next.kind == "any":
                self._tokens.take()
                cells.append(None)
            elif self._tokens.accept("("):
                cells.append(self._cell())
            else:
                cells.append((expression(self._tokens),))
            self._tokens.accept(",")
        if len(cells) != columns:
            raise Misread(keyword, f"expected {columns} cells, found {len(cells)}")
        return Row(keyword.text == "allow", tuple(cells), keyword)

    def _cell(self) -> tuple[Node, ...]:
        values = []
        while not self._tokens.accept(")"):
            values.append(expression(self._tokens))
            self._tokens.accept(",")
        return tuple(values)
