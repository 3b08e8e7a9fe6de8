"""A model's own names, and the codes that stand for them."""

from __future__ import annotations

import difflib
import re
import unicodedata
import zlib
from collections.abc import Iterator

from configurator.engine.choices import Choice
from configurator.engine.formats.words import called
from configurator.engine.model import Kind, ProductModel

FEATURES = "features"
"""The group of models that know no groups: each of its options is called by its name alone."""
LONGEST = 40
_WORDS_OF_RULES = frozenset(("iff", "implies", "or", "and", "not", "given", "quantity", "sum", "count"))
_STATED = re.compile(r"(?:line|clause)_(\d+)(?:_\d+)?")
_NAME = re.compile(r'\s*(?P<never>-)?\s*(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^,"][^,]*))\s*(?:,|$)')


class Codes:
    """Codes given out in one space of names, each only once; the same names in the same order get the same codes."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def take(self, name: str) -> str:
        """A code that nobody has yet, as near to `name` as codes can be."""
        plain = code = _code(name)
        count = self._given.get(plain, 0)
        while code in self._given:
            count += 1
            code = f"{plain}_{count + 1}"
        self._given[plain] = count
        self._given.setdefault(code, 0)
        return code


def _code(name: str) -> str:
    plain = unicodedata.normalize("NFKD", re.sub(r"^-(?=\d)", "minus ", name)).encode("ascii", "ignore").decode()
    code = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:LONGEST].rstrip("_")
    if not code:
        return f"x{zlib.crc32(name.encode()):08x}"
    code = code if code[0].isalpha() else f"n{code}"
    return f"{code}_" if code in _WORDS_OF_RULES else code


def stated(code: str) -> int | None:
    """Which line or clause of its file the rule of that code says; None for one that the form of the file implies."""
    found = _STATED.fullmatch(code)
    return int(found[1]) if found else None


class UnknownName(Exception):
    """A name that the model does not have; the message says so, with a near one where there is any."""


class OwnNames:
    """What a model that came in another form calls its options: a feature by its name, any other ``group=option``."""

    def __init__(self, model: ProductModel) -> None:
        self.codes: dict[str, str] = {}
        """Name to ``group.option``, in the model's order."""
        for group, option in model.options():
            name, code = called(option.label), f"{group.code}.{option.code}"
            if group.code != FEATURES:
                name = f"{called(group.label)}={name}"
            self.codes[f"{name} ({code})" if name in self.codes else name] = code
        self.titles = {group.code: called(group.label) for group in model.groups}
        """Group to what it is called."""
        self._names = {code: name for name, code in self.codes.items()}
        self._numbers = {self.titles[group.code]: group.code for group in model.groups if group.kind is Kind.NUMBER}

    def choices(self, text: str) -> Iterator[Choice]:
        """What `text` chooses: names with commas between, in quotes where they hold commas or quotes (which are then
        doubled), ``-`` for "certainly not".

        Raises `UnknownName`.
        """
        at = 0
        while at < len(text.rstrip()):
            found = _NAME.match(text, at)
            if found is None:
                raise UnknownName(f'expected a name or "a name, in quotes" at: {text[at:]}')
            at = found.end()
            name = found["quoted"].replace('""', '"') if found["plain"] is None else found["plain"].strip()
            yield self._choice(name, found["never"] is not None)

    def said(self, choice: Choice) -> str:
        """A choice in the model's own names."""
        if choice.option is None:
            return f"{self.titles[choice.group]}={choice.amount}"
        name = self._names[choice.code]
        return f"-{name}" if choice.amount == 0 else name

    def _choice(self, name: str, never: bool) -> Choice:
        if name in self.codes:
            group, _, option = self.codes[name].partition(".")
            choice = Choice.parse(f"{group}.{option}:0" if never else f"{group}.{option}")
        else:
            group, _, value = name.rpartition("=")
            choice = Choice.parse(f"{self._numbers[group]}:{value}") if group in self._numbers and not never else None
        if choice is None:
            near = difflib.get_close_matches(name, self.codes, 1)
            hint = f', did you mean "{near[0]}"?' if near else ""
            raise UnknownName(f'this model has no "{name}"{hint}')
        return choice
