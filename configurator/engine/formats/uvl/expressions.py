"""The constraints of UVL as trees. Operators group from the left, as in the language's own grammar."""

from __future__ import annotations

from configurator.engine.formats.infix import Infix, Node
from configurator.engine.formats.source import Tokens
from configurator.engine.formats.uvl.lines import unquoted

LEVELS = {
    "<=>": 1,
    "=>": 2,
    "|": 3,
    "&": 4,
    **dict.fromkeys(("==", "!=", "<", ">", "<=", ">="), 5),
    "+": 6,
    "-": 6,
    "*": 7,
    "/": 7,
}
PREFIXES = {"!": 5, "-": 8}


def expression(tokens: Tokens) -> Node:
    """The expression that begins here; raises `Misread`."""
    return Infix(tokens, LEVELS, PREFIXES, lambda: _operand(tokens)).expression()


def _operand(tokens: Tokens) -> Node:
    token = tokens.next
    if token.kind in ("number", "string"):
        tokens.take()
        return Node.of(token.kind, token, path=(unquoted(token),))
    if token.kind == "name" and tokens.after.text == "(":
        return _call(tokens)
    if token.kind not in ("name", "quoted"):
        tokens.fail("a feature, a number or a 'text'")
    return _reference(tokens)


def _reference(tokens: Tokens) -> Node:
    """``Feature`` or ``Feature.attribute``."""
    first = tokens.next
    path = []
    while True:
        if tokens.next.kind not in ("name", "quoted"):
            tokens.fail("a name")
        path.append(unquoted(tokens.take()))
        if not tokens.accept("."):
            return Node.of("name", first, path=tuple(path))


def _call(tokens: Tokens) -> Node:
    name = tokens.take()
    tokens.expect("(")
    parts = [_reference(tokens)]
    while tokens.accept(","):
        parts.append(_reference(tokens))
    tokens.expect(")")
    return Node.of("call", name, *parts, path=(name.text,))
