"""The text of a model in another form: its tokens, each with its place, and what is wrong with it, all gathered."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple, NoReturn

from configurator.engine.file.document import Problem, ProductFileError

MOST_CHARACTERS = 50_000_000
MOST_PROBLEMS = 100
"""So many are told at once; a file with more is not of this form."""
MOST_HINTED = 5_000
"""Among more names than that, no near one is looked for."""


class Token(NamedTuple):
    """A piece of the text. `kind` is the name of the pattern that matched it."""

    kind: str
    text: str
    line: int
    column: int


class Misread(Exception):
    """A statement that cannot be read, and where it goes wrong."""

    def __init__(self, place: Token, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


class Source:
    """A file's text, its name, and the problems found in it so far."""

    def __init__(self, text: str, name: str) -> None:
        """Raises `ProductFileError` for a text that is too long."""
        self.text = text
        self.name = name
        self.problems: list[Problem] = []
        if len(text) > MOST_CHARACTERS:
            raise ProductFileError(name, [Problem(1, 1, f"longer than {MOST_CHARACTERS} characters")])

    @property
    def start(self) -> Token:
        """The place of what concerns the whole file."""
        return Token("", "", 1, 1)

    def report(self, place: Token, message: str) -> None:
        """Note a problem; raises `ProductFileError` when there are too many to go on."""
        self.problems.append(Problem(place.line, place.column, message))
        if len(self.problems) >= MOST_PROBLEMS:
            raise ProductFileError(self.name, self.problems)

    def finish(self) -> None:
        """Raises `ProductFileError` if there is any problem."""
        if self.problems:
            raise ProductFileError(self.name, self.problems)

    def tokens(self, pattern: re.Pattern[str]) -> Iterator[Token]:
        """What `pattern` matches, in order; its groups name the kinds of tokens, and ``skip`` is passed over.

        A character that nothing matches is a problem of its own.
        """
        line, start, at = 1, 0, 0
        for found in pattern.finditer(self.text):
            begin = found.start()
            if begin > at:
                self.report(Token("", "", line, at - start + 1), f'unexpected "{self.text[at]}"')
            at = found.end()
            kind, text = found.lastgroup or "", found[0]
            if kind != "skip":
                yield Token(kind, text, line, begin - start + 1)
            if "\n" in text:
                line += text.count("\n")
                start = begin + text.rfind("\n") + 1
        if at < len(self.text):
            self.report(Token("", "", line, at - start + 1), f'unexpected "{self.text[at]}"')


def near(word: str, known: Collection[str]) -> str:
    """A hint at the known name that may have been meant, or nothing."""
    found = difflib.get_close_matches(word, sorted(known), 1) if len(known) <= MOST_HINTED else []
    return f', did you mean "{found[0]}"?' if found else ""


class Tokens:
    """Tokens to be read one after another."""

    def __init__(self, tokens: list[Token], end: Token) -> None:
        self._tokens = tokens
        self._end = end
        self._at = 0

    @property
    def next(self) -> Token:
        """The token that comes; at the end one without kind and text."""
        return self._tokens[self._at] if self._at < len(self._tokens) else self._end

    @property
    def after(self) -> Token:
        """The token after the next."""
        return self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else self._end

    def take(self) -> Token:
        """The next token, which is then read."""
        token = self.next
        self._at += 1
        return token

    def accept(self, *texts: str) -> Token | None:
        """The next token if it is one of these signs or words; strings and quoted names are none."""
        token = self.next
        return self.take() if token.text in texts and token.text else None

    def expect(self, text: str) -> Token:
        """The next token, which must be this; raises `Misread`."""
        return self.accept(text) or self.fail(f'"{text}"')

    def fail(self, expected: str) -> NoReturn:
        """Raises `Misread` at the next token."""
        found = self.next
        raise Misread(found, f"expected {expected}, found {self.described(found)}")

    @staticmethod
    def described(token: Token) -> str:
        """A token in the words of a problem."""
        return token.text if token.text[:1] in ('"', "'") else f'"{token.text}"' if token.text else "the end"
