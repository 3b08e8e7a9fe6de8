"""Expressions with operators between their operands, as trees: one reader for the notations of UVL and COOM."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from configurator.engine.formats.source import Misread, Token, Tokens

DEEPEST = 100
"""Deeper expressions are refused: nobody wrote them by hand, and every reader of a tree calls itself."""

MOST_DIGITS = 30


@dataclass(frozen=True, slots=True)
class Node:
    """An operator with its operands, or an operand of its own: a name, a number, a string, a call.

    An operator that follows on itself has all its operands in one node: ``a - b - c`` is one with three parts.
    """

    kind: str
    place: Token
    parts: tuple[Node, ...] = ()
    path: tuple[str, ...] = ()
    """The parts of a name, the digits of a number, the text of a string, or what is called."""
    depth: int = 1

    @classmethod
    def of(cls, kind: str, place: Token, *parts: Node, path: tuple[str, ...] = ()) -> Node:
        """A node over `parts`; raises `Misread` if that makes it too deep."""
        depth = 1 + max((part.depth for part in parts), default=0)
        if depth > DEEPEST:
            raise Misread(place, f"an expression may be {DEEPEST} levels deep")
        return cls(kind, place, parts, path, depth)


class Infix:
    """Reads expressions from tokens.

    `levels` gives each operator between operands its rank, higher binding tighter; `prefixes` those before an operand.
    All of them group from the left. `operand` reads what is neither an operator nor in brackets.
    """

    def __init__(
        self,
        tokens: Tokens,
        levels: Mapping[str, int],
        prefixes: Mapping[str, int],
        operand: Callable[[], Node],
    ) -> None:
        self._tokens = tokens
        self._levels = levels
        self._prefixes = prefixes
        self._operand = operand
        self._open = 0

    def expression(self, least: int = 0) -> Node:
        """The longest expression whose operators rank `least` or higher; raises `Misread`."""
        left = self._first()
        while (token := self._tokens.next).text in self._levels and self._levels[token.text] >= least:
            operator, parts = token.text, [left]
            while self._tokens.next.text == operator:
                token = self._tokens.take()
                parts.append(self.expression(self._levels[operator] + 1))
            left = Node.of(operator, token, *parts)
        return left

    def _first(self) -> Node:
        token = self._tokens.next
        self._open += 1
        if self._open > DEEPEST:
            raise Misread(token, f"an expression may be {DEEPEST} levels deep")
        if self._tokens.accept("("):
            found = self.expression()
            self._tokens.expect(")")
        elif token.text in self._prefixes:
            self._tokens.take()
            found = Node.of(token.text, token, self.expression(self._prefixes[token.text]))
        else:
            found = self._operand()
        self._open -= 1
        return found


def exact(node: Node) -> Fraction:
    """The number that a node is; raises `Misread` for one of too many digits."""
    if len(node.path[0]) > MOST_DIGITS:
        raise Misread(node.place, f"a number has at most {MOST_DIGITS} digits")
    return Fraction(node.path[0])


def said(node: Node, levels: Mapping[str, int], prefixes: Mapping[str, int]) -> str:
    """The expression as text again."""
    match node.kind:
        case "number":
            return node.path[0]
        case "string":
            return f"'{node.path[0]}'"
        case "name":
            return ".".join(node.path)
        case "call":
            return f"{node.path[0]}({', '.join(said(part, levels, prefixes) for part in node.parts)})"
    rank = levels[node.kind] if len(node.parts) > 1 else prefixes[node.kind]
    texts = []
    for part in node.parts:
        text = said(part, levels, prefixes)
        looser = len(part.parts) > 1 and levels.get(part.kind, rank + 1) <= rank
        texts.append(f"({text})" if looser else text)
    return f" {node.kind} ".join(texts) if len(texts) > 1 else f"{node.kind}{texts[0]}"
