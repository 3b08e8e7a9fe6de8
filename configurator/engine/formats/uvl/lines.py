"""The lines of a UVL file, with their indentation; what stands in brackets is one line, however it is broken."""

from __future__ import annotations

import re
from dataclasses import dataclass

from configurator.engine.formats.source import Source, Token, Tokens

TAB = 8
_PATTERN = re.compile(
    r"""
      (?P<newline>\r?\n)
    | (?P<skip>[ \t\f\r]+ | //[^\n]* | /\*.*?\*/)
    | (?P<quoted>"[^"\n]*")
    | (?P<string>'[^'\n]*')
    | (?P<name>\d*[^\W\d][\w\#§%?\\';]*)
    | (?P<number>\d+(?:\.\d+)? | \.\d+)
    | (?P<sign><=>|=>|==|!=|<=|>=|\.\.|[-!&|()<>+*/\[\]{},.])
    """,
    re.VERBOSE | re.DOTALL,
)
_OPEN = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line that says something. `indent` counts columns, a tab reaching to the next eighth."""

    indent: int
    tokens: list[Token]
    end: Token

    @property
    def first(self) -> Token:
        return self.tokens[0]

    def word(self) -> str:
        """The line if it is one unquoted word."""
        return self.first.text if len(self.tokens) == 1 and self.first.kind == "name" else ""

    def reader(self) -> Tokens:
        """The tokens to be read one after another."""
        return Tokens(self.tokens, self.end)


def read_lines(source: Source) -> list[Line]:
    """All lines that hold more than a comment."""
    starts = source.text.splitlines()
    lines: list[Line] = []
    tokens: list[Token] = []
    opened: list[Token] = []
    last = Token("", "", 1, 1)
    for token in source.tokens(_PATTERN):
        last = token
        if token.kind == "newline":
            if tokens and not opened:
                lines.append(_line(tokens, token, starts))
                tokens = []
            continue
        tokens.append(token)
        if token.text in _OPEN:
            opened.append(token)
        elif opened and token.text == _OPEN[opened[-1].text]:
            opened.pop()
    for token in opened:
        source.report(token, f'this "{token.text}" is not closed')
    source.finish()
    if tokens:
        lines.append(_line(tokens, Token("", "", last.line, last.column + len(last.text)), starts))
    return lines


def _line(tokens: list[Token], end: Token, texts: list[str]) -> Line:
    first = tokens[0]
    before = texts[first.line - 1][: first.column - 1]
    return Line(len(before.expandtabs(TAB)), tokens, Token("", "", end.line, end.column))


def unquoted(token: Token) -> str:
    """A name or a string without its quotes."""
    return token.text[1:-1] if token.kind in ("quoted", "string") else token.text
