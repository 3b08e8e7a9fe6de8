"""The expressions of COOM as trees."""

from __future__ import annotations

from decimal import Decimal

from configurator.engine.formats.infix import Infix, Node
from configurator.engine.formats.source import Misread, Token, Tokens

SIGNS = {"=": "=", "==": "=", "!=": "!=", "≠": "!=", "<": "<", ">": ">", "<=": "<=", "≤": "<=", ">=": ">=", "≥": ">="}
LEVELS = {"||": 1, "&&": 2, **dict.fromkeys(SIGNS, 3), "+": 4, "-": 4, "*": 5, "/": 5}
PREFIXES = {"!": 3, "-": 6, "+": 6}
CALLS = ("count", "sum", "min", "max", "avg", "pow", "sqrt", "ceil", "floor", "round", "mod")


def expression(tokens: Tokens) -> Node:
    """The expression that begins here; raises `Misread`. A line may break anywhere within."""
    return Infix(tokens, LEVELS, PREFIXES, lambda: _operand(tokens)).expression()


def constant(tokens: Tokens) -> Decimal | str:
    """A number, or a name that stands for itself."""
    negative = tokens.accept("-") is not None
    token = tokens.next
    if token.kind == "number" and len(token.text) <= 30:
        tokens.take()
        return -Decimal(token.text) if negative else Decimal(token.text)
    if negative or token.kind not in ("name", "string"):
        tokens.fail("a number or a name")
    return tokens.take().text.strip("\"'")


def _operand(tokens: Tokens) -> Node:
    token = tokens.next
    if token.kind == "number":
        tokens.take()
        return Node.of("number", token, path=(token.text,))
    if token.kind == "string":
        tokens.take()
        return Node.of("name", token, path=(token.text[1:-1],))
    if token.kind != "name":
        tokens.fail("a part, a value or a number")
    if token.text in CALLS and tokens.after.text == "(":
        return _call(tokens)
    return Node.of("name", token, path=_path(tokens))


def _call(tokens: Tokens) -> Node:
    name = tokens.take()
    tokens.expect("(")
    parts = [Node.of("name", tokens.next, path=_path(tokens))]
    tokens.expect(")")
    return Node.of("call", name, *parts, path=(name.text,))


def _path(tokens: Tokens) -> tuple[str, ...]:
    """``part.part``, where an index after a part stands as an item of digits."""
    path: list[str] = []
    while True:
        token = tokens.next
        if token.kind != "name":
            tokens.fail("the name of a part")
        path.append(tokens.take().text)
        if tokens.accept("["):
            path.append(_index(tokens, token))
            tokens.expect("]")
        if not tokens.accept("."):
            return tuple(path)


def _index(tokens: Tokens, part: Token) -> str:
    if not tokens.next.text.isdigit() or len(tokens.next.text) > 9:
        raise Misread(part, f'expected which "{part.text}", counted from 0')
    return tokens.take().text
