"""A TOML document that knows where each of its values stands, and gathers every problem before it complains.

The values are read by the standard library; tree-sitter's grammar of TOML gives the places.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import tree_sitter
import tree_sitter_toml

CODE = re.compile(r"[a-z][a-z0-9_]*")
MOST_CHARACTERS = 2_000_000
MOST_PROBLEMS = 100
"""So many are told at once."""
MOST_FIGURE = 10**12
DECIMALS = 9
MOST_PARTS = 20
"""So many parts may a key have."""
_GRAMMAR = tree_sitter.Language(tree_sitter_toml.language())
_HEADERS = ("table", "table_array_element")
_PARTS = ("bare_key", "quoted_key")

Path = tuple[str | int, ...]
Place = tuple[int, int]
"""Line and column, both from 1, in characters."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong at a place of a file."""

    line: int
    column: int
    message: str


class ProductFileError(Exception):
    """A product file that cannot be used; `problems` holds all that was found, in the order of the file."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(f"{name}:{p.line}:{p.column}: {p.message}" for p in self.problems))


class Document:
    """A parsed product file. Readers take what they know from its sections; what nobody took is a problem."""

    def __init__(self, source: str, name: str = "product.toml") -> None:
        """Raises `ProductFileError` when `source` is no TOML."""
        if len(source) > MOST_CHARACTERS:
            raise ProductFileError(name, [Problem(1, 1, f"longer than {MOST_CHARACTERS} characters")])
        self.name = name
        self._tree = tree_sitter.Parser(_GRAMMAR).parse(source.encode())
        self._lines = source.split("\n")
        self._row, self._line, self._last = -1, b"", (0, 0)
        self.problems: list[Problem] = []
        self._refuse_long_keys()
        try:
            data = tomllib.loads(source, parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            raise ProductFileError(name, self._syntax(source, error)) from None
        except RecursionError:
            raise ProductFileError(name, [Problem(1, 1, "lists and tables stand too deep in each other")]) from None
        except (ValueError, ArithmeticError):
            raise ProductFileError(name, [Problem(1, 1, "some number in it has too many digits")]) from None
        self.locales: tuple[str, ...] = ()
        self._taken: set[Path] = set()
        self._keys, self._values = self._places()
        self.root = Section(self, (), data)

    def report(self, path: Path, message: str, offset: int | None = None) -> None:
        """Note a problem at the key of `path`; with an `offset`, at that character of its text.

        Raises `ProductFileError` when there are too many to go on.
        """
        line, column = self.place(path, value=offset is not None)
        self.problems.append(Problem(line, column + (1 + offset if offset is not None else 0), message))
        if len(self.problems) >= MOST_PROBLEMS:
            raise ProductFileError(self.name, self.problems)

    def place(self, path: Path, value: bool = False) -> Place:
        """Where `path` stands; for one that is not there, the nearest that holds it."""
        for end in range(len(path), 0, -1):
            places = self._values if value else self._keys
            if path[:end] in places:
                return places[path[:end]]
            value = False
        return 1, 1

    def take(self, path: Path) -> None:
        """Mark `path` as read."""
        self._taken.add(path)

    def finish(self) -> None:
        """Report what nobody read; raises `ProductFileError` if there is any problem at all."""
        for path in self._keys:
            if path not in self._taken and (len(path) == 1 or path[:-1] in self._taken):
                near = {str(other[-1]) for other in self._taken if len(other) == len(path)}
                self.report(path, f'unknown key "{path[-1]}"{_suggestion(str(path[-1]), near)}')
        if self.problems:
            raise ProductFileError(self.name, self.problems)

    def _refuse_long_keys(self) -> None:
        """A key of thousands of parts takes the reader of TOML a time that grows with their square."""
        if not any(line.count(".") > MOST_PARTS for line in self._lines):
            return
        for node in _walk(self._tree.root_node):
            if node.type == "dotted_key" and sum(part.type in _PARTS for part in _walk(node)) > MOST_PARTS:
                place = self._point(node)
                raise ProductFileError(self.name, [Problem(*place, f"a key has at most {MOST_PARTS} parts")])

    def _syntax(self, source: str, error: tomllib.TOMLDecodeError) -> Iterator[Problem]:
        """The first syntax error, then those on other lines that the grammar doubts too, each read past in turn."""
        doubted = {node.start_point[0] + 1 for node in _walk(self._tree.root_node) if node.is_error or node.is_missing}
        lines, first = source.split("\n"), True
        for _ in range(20):
            found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error), re.DOTALL)
            line = int(found[2]) if found and found[2] else len(lines)
            column = int(found[3]) if found and found[3] else 1
            if first or line in doubted:
                yield Problem(line, column, f"not TOML: {found[1] if found else error}")
            first = False
            if not 0 < line <= len(lines):
                return
            lines[line - 1] = ""
            try:
                tomllib.loads("\n".join(lines))
            except tomllib.TOMLDecodeError as next_error:
                error = next_error
            else:
                return

    def _places(self) -> tuple[dict[Path, Place], dict[Path, Place]]:
        keys: dict[Path, Place] = {}
        values: dict[Path, Place] = {}
        counts: dict[Path, int] = {}
        for node in self._tree.root_node.named_children:
            prefix: Path = ()
            if node.type in _HEADERS:
                prefix = self._name(node.named_children[0], keys, (), counts)
                if node.type == "table_array_element":
                    counts[prefix] = counts.get(prefix, -1) + 1
                    prefix = (*prefix, counts[prefix])
            for pair in [node] if node.type == "pair" else node.named_children:
                if pair.type == "pair":
                    self._pair(pair, prefix, keys, values)
        return keys, values

    def _pair(self, node: tree_sitter.Node, prefix: Path, keys: dict[Path, Place], values: dict[Path, Place]) -> None:
        path = self._name(node.named_children[0], keys, prefix, {})
        self._value(node.named_children[1], path, keys, values)

    def _value(self, node: tree_sitter.Node, path: Path, keys: dict[Path, Place], values: dict[Path, Place]) -> None:
        values[path] = self._point(node)
        items = [child for child in node.named_children if child.type not in ("comment", "escape_sequence")]
        if node.type == "inline_table":
            for pair in items:
                self._pair(pair, path, keys, values)
        elif node.type == "array":
            for index, item in enumerate(items):
                self._value(item, (*path, index), keys, values)
                keys.setdefault((*path, index), self._point(item))
                self._taken.add((*path, index))

    def _name(self, node: tree_sitter.Node, keys: dict[Path, Place], prefix: Path, counts: dict[Path, int]) -> Path:
        parts = [part for part in _walk(node) if part.type in _PARTS]
        path = prefix
        for part in parts:
            path = (*path, (part.text or b"").decode().strip("\"'"))
            keys.setdefault(path, self._point(part))
            if path in counts and part is not parts[-1]:
                path = (*path, counts[path])
        return path

    def _point(self, node: tree_sitter.Node) -> Place:
        """Where a node begins. Nodes mostly come in order, so a line is read on from the last one asked for."""
        row, column = node.start_point
        at, characters = self._last if row == self._row and column >= self._last[0] else (0, 0)
        if row != self._row:
            self._row, self._line = row, self._lines[row].encode() if row < len(self._lines) else b""
        characters += len(self._line[at:column].decode())
        self._last = column, characters
        return row + 1, characters + 1


def _walk(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(found.children))


def _suggestion(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), 1)
    return f', did you mean "{near[0]}"?' if near else ""


class Section:
    """A table of the document. Every getter marks its key as read and reports what is wrong with it."""

    def __init__(self, document: Document, path: Path, data: dict[str, Any]) -> None:
        self.document = document
        self.path = path
        self._data = data

    def __contains__(self, key: str) -> bool:
        return key in self._data

    @property
    def code(self) -> str:
        """The name of the table."""
        return str(self.path[-1])

    def report(self, key: str, message: str, offset: int | None = None) -> None:
        """Note a problem at a key of this table ("" for the table itself)."""
        self.document.report((*self.path, key) if key else self.path, message, offset)

    def raw(self, key: str) -> Any:
        """The value as TOML has it, or None."""
        self.document.take((*self.path, key))
        return self._data.get(key)

    def _typed(self, key: str, kinds: type | tuple[type, ...], words: str, required: bool) -> Any:
        value = self.raw(key)
        if value is None:
            if required:
                self.report("", f'"{key}" is missing: expected {words}')
            return None
        if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is not bool):
            self.report(key, f'"{key}" must be {words}')
            return None
        return value

    def string(self, key: str, default: str = "", required: bool = False, among: Iterable[str] = ()) -> str:
        """A text; `among` are the only ones allowed, where given."""
        value = self._typed(key, str, "a text", required)
        if value is not None and among and value not in among:
            allowed = ", ".join(f'"{word}"' for word in among)
            self.report(key, f'expected one of {allowed}, found "{value}"{_suggestion(value, among)}')
            return default
        return default if value is None else str(value)

    def name(self, key: str) -> str:
        """A required code."""
        value = self.string(key, required=True)
        if value and not CODE.fullmatch(value):
            self.report(key, f'"{value}" is no code: expected small letters, digits and _, a letter first')
        return value

    def integer(self, key: str, default: int | None = None, least: int = 0, most: int = 10**9) -> int | None:
        """A whole number within bounds."""
        value = self._typed(key, int, "a whole number", False)
        if value is not None and not least <= value <= most:
            self.report(key, f'"{key}" must be from {least} to {most}')
            return default
        return default if value is None else int(value)

    def decimal(self, key: str, required: bool = False) -> Decimal | None:
        """An exact number, of 12 digits before and 9 after the point at most."""
        value = self._typed(key, (int, Decimal), "a number", required)
        if value is None:
            return None
        number = Decimal(value)
        if not number.is_finite():
            self.report(key, f'"{key}" must be a finite number')
        elif abs(number) >= MOST_FIGURE or round(number, DECIMALS) != number:
            self.report(key, f'"{key}" has too many digits: expected 12 before the point at most, and 9 after it')
        else:
            return number
        return None

    def flag(self, key: str) -> bool:
        """true or false (the default)."""
        return bool(self._typed(key, bool, "true or false", False))

    def date(self, key: str) -> dt.date | None:
        """A day such as 2026-12-31."""
        value = self._typed(key, dt.date, "a day such as 2026-12-31", False)
        if isinstance(value, dt.datetime):
            self.report(key, f'"{key}" must be a day without a time')
            return None
        return value if isinstance(value, dt.date) else None

    def strings(self, key: str, required: bool = False) -> list[str]:
        """A list of texts."""
        value = self._typed(key, list, "a list of texts", required)
        if value is None:
            return []
        for index, item in enumerate(value):
            if not isinstance(item, str):
                self.document.report((*self.path, key, index), "expected a text")
        return [item if isinstance(item, str) else "" for item in value]

    def text(self, key: str, required: bool = False) -> dict[str, str]:
        """A text in every language of the product: ``{ en = "...", ru = "..." }``."""
        section = self.section(key, required)
        if section is None:
            return {}
        texts = {locale: section.string(locale) for locale in section._data}
        for locale in self.document.locales:
            if not texts.get(locale, "").strip():
                section.report("", f'"{key}" has no text for "{locale}"')
        for locale in texts:
            if self.document.locales and locale not in self.document.locales:
                section.report(locale, f'"{locale}" is no language of this product')
        return texts

    def section(self, key: str, required: bool = False) -> Section | None:
        """A table within this one."""
        value = self._typed(key, dict, "a table", required)
        return None if value is None else Section(self.document, (*self.path, key), value)

    def sections(self, key: str) -> list[Section]:
        """The tables named under `key`, in the order of the file; their names must be codes."""
        section = self.section(key)
        if section is None:
            return []
        found = []
        for code in section._data:
            if not CODE.fullmatch(code):
                section.report(code, f'"{code}" is no code: expected small letters, digits and _, a letter first')
            inner = section.section(code)
            if inner is not None:
                found.append(inner)
        return found

    def items(self, key: str) -> list[tuple[str, Section]]:
        """The keys of a table within this one, each with the table, to be read as numbers."""
        section = self.section(key)
        return [(name, section) for name in section._data] if section else []
