"""The rule language: short infix expressions over options, numbers, attributes and sums.

`parse` turns a text into a `Formula`. Names are not resolved here: a formula knows only codes, and where each stood,
so that an error about a name can point at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lark import Lark, Token, Transformer, Tree, UnexpectedInput, v_args
from lark.exceptions import UnexpectedToken, VisitError

GRAMMAR = r"""
?start: iff
?iff: implies | iff _IFF implies
?implies: either | either _IMPLIES implies
?either: both | both (_OR both)+
?both: opposite | opposite (_AND opposite)+
?opposite: _NOT opposite -> negation | comparison
?comparison: linear | linear COMPARATOR linear -> compare
?linear: term | term (addend | deduction)+
addend: "+" term
deduction: "-" term
?term: factor | term "*" factor -> times
?factor: "(" iff ")" | "-" factor -> negative | NUMBER -> number | path | CODE -> value
    | _GIVEN "(" CODE ")" -> given | _QUANTITY "(" path ")" -> quantity
    | _SUM "(" CODE ("," CODE)* ")" -> total | _COUNT "(" counted ("," counted)* ")" -> count
?counted: path | CODE
path: CODE "." CODE
_IFF.2: /iff\b/
_IMPLIES.2: /implies\b/
_OR.2: /or\b/
_AND.2: /and\b/
_NOT.2: /not\b/
_GIVEN.2: /given\b/
_QUANTITY.2: /quantity\b/
_SUM.2: /sum\b/
_COUNT.2: /count\b/
COMPARATOR: "<=" | ">=" | "!=" | "<" | ">" | "="
CODE: /[a-z][a-z0-9_]*/
NUMBER: /\d+(\.\d+)?/
%ignore /\s+/
"""

DEEPEST = 50
"""Deeper statements are refused: nobody wrote them by hand, and every reader of a formula calls itself."""
EXPECTED = {
    "CODE": "a code",
    "NUMBER": "a number",
    "COMPARATOR": "a comparison (<=, <, >=, >, =, !=)",
    "DOT": '"."',
    "LPAR": '"("',
    "RPAR": '")"',
    "COMMA": '","',
    "PLUS": '"+"',
    "MINUS": '"-"',
    "STAR": '"*"',
    "$END": "the end",
}


@dataclass(frozen=True, slots=True)
class Has:
    """The option is chosen (in at least one piece)."""

    group: str
    option: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """The group has its one answer: a text or file is given, or a number or a one-of group exists."""

    group: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    part: Formula


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Iff:
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Compare:
    left: Linear
    sign: str
    right: Linear


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a number group; 0 where the group does not exist."""

    group: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of what is chosen in a group, times its quantity."""

    group: str
    attribute: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Quantity:
    """The pieces of one option."""

    group: str
    option: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of an attribute over all that is chosen, in the named groups or in all of them."""

    attribute: str
    groups: tuple[str, ...] = ()
    at: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """Pieces chosen in groups, and how many of the listed options are in."""

    groups: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    at: int = 0


@dataclass(frozen=True, slots=True)
class Plus:
    parts: tuple[Linear, ...]


@dataclass(frozen=True, slots=True)
class Times:
    left: Linear
    right: Linear
    at: int = 0


Linear = Number | Value | Attribute | Quantity | Total | Count | Plus | Times
Formula = Has | Given | Not | And | Or | Iff | Compare


def parts(node: Formula | Linear) -> tuple[Formula | Linear, ...]:
    """What a formula or a figure is made of; nothing for one that names a group itself, or is a constant."""
    match node:
        case Not(part):
            return (part,)
        case And(several) | Or(several) | Plus(several):
            return several
        case Iff(left, right) | Compare(left, _, right) | Times(left, right):
            return left, right
        case _:
            return ()


class SyntaxProblem(Exception):
    """A text that is no expression: `offset` counts characters from its start."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message


def parse(text: str) -> Formula:
    """Read `text` as a formula; raises `SyntaxProblem` with the place and what was expected there."""
    try:
        tree = _PARSER.parse(text)
        if _deeper(tree):
            raise SyntaxProblem(0, f"a statement may be {DEEPEST} levels deep")
        return _statement(_BUILDER.transform(tree))
    except UnexpectedInput as error:
        raise _problem(text, error) from None
    except VisitError as error:
        raise error.orig_exc from None


def _deeper(tree: Tree[Token] | Token) -> bool:
    """Whether something in the tree stands below more than `DEEPEST` others."""
    level = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level if isinstance(node, Tree) for child in node.children]
    return bool(level)


def _problem(text: str, error: UnexpectedInput) -> SyntaxProblem:
    offset, found = len(text), "the end"
    if isinstance(error, UnexpectedToken):
        names = error.accepts or error.expected
        if error.token.type != "$END":
            offset, found = error.token.start_pos or 0, f'"{error.token}"'
    else:
        names = getattr(error, "allowed", None) or set()
        offset = error.pos_in_stream or 0
        found = f'"{text[offset]}"'
    words = sorted({EXPECTED.get(name, name.strip("_").lower()) for name in names})
    return SyntaxProblem(offset, f"expected {' or '.join(words) or 'an expression'}, found {found}")


@dataclass(frozen=True, slots=True)
class _Path:
    """``group.name``: an option in a statement, an attribute in a sum."""

    group: str
    name: str
    at: int


def _statement(node: object) -> Formula:
    if isinstance(node, _Path):
        return Has(node.group, node.name, node.at)
    if isinstance(node, Formula):
        return node
    raise SyntaxProblem(getattr(node, "at", 0), "expected a statement that is true or false, found a number")


def _figure(node: object) -> Linear:
    if isinstance(node, _Path):
        return Attribute(node.group, node.name, node.at)
    if isinstance(node, Linear):
        return node
    raise SyntaxProblem(getattr(node, "at", 0), "expected a number, found a statement that is true or false")


@v_args(inline=True)
class _Builder(Transformer[Token, Any]):
    def path(self, group: Token, name: Token) -> _Path:
        return _Path(str(group), str(name), group.start_pos or 0)

    def quantity(self, path: _Path) -> Quantity:
        return Quantity(path.group, path.name, path.at)

    def given(self, group: Token) -> Given:
        return Given(str(group), group.start_pos or 0)

    def value(self, group: Token) -> Value:
        return Value(str(group), group.start_pos or 0)

    def number(self, token: Token) -> Number:
        return Number(Decimal(str(token)))

    def total(self, attribute: Token, *groups: Token) -> Total:
        return Total(str(attribute), tuple(map(str, groups)), attribute.start_pos or 0)

    def count(self, *parts: Token | _Path) -> Count:
        groups = tuple(str(part) for part in parts if isinstance(part, Token))
        options = tuple((part.group, part.name) for part in parts if isinstance(part, _Path))
        first = parts[0]
        return Count(groups, options, first.at if isinstance(first, _Path) else first.start_pos or 0)

    def negative(self, part: object) -> Linear:
        return Times(Number(Decimal(-1)), _figure(part))

    def linear(self, *terms: object) -> Plus:
        return Plus(tuple(map(_figure, terms)))

    def addend(self, part: object) -> Linear:
        return _figure(part)

    def deduction(self, part: object) -> Linear:
        return self.negative(part)

    def times(self, left: object, right: object) -> Times:
        return Times(_figure(left), _figure(right))

    def compare(self, left: object, sign: Token, right: object) -> Compare:
        return Compare(_figure(left), str(sign), _figure(right))

    def negation(self, part: object) -> Not:
        return Not(_statement(part))

    def both(self, *parts: object) -> And:
        return And(tuple(map(_statement, parts)))

    def either(self, *parts: object) -> Or:
        return Or(tuple(map(_statement, parts)))

    def implies(self, left: object, right: object) -> Or:
        return Or((Not(_statement(left)), _statement(right)))

    def iff(self, left: object, right: object) -> Iff:
        return Iff(_statement(left), _statement(right))


_PARSER = Lark(GRAMMAR, parser="lalr", maybe_placeholders=False)
_BUILDER = _Builder()
