"""Tables of combinations in XCSP 2.1 (the format of the constraint solver competitions of 2008), read only.

Each variable is a group of which one is chosen, its values are the options (a joker like -1 is one like any other),
each constraint is a table of what its relation supports or forbids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from configurator.engine.formats.codes import Codes
from configurator.engine.formats.source import Source, Token, near
from configurator.engine.formats.words import called, combination, named
from configurator.engine.model import Group, Kind, Option, ProductModel, Table

MOST_VALUES = 2000
MOST_IN_ALL = 150_000
MOST_ROWS = 1_000_000
_RANGE = re.compile(r"(-?\d{1,9})\.\.(-?\d{1,9})")
_WHOLE = re.compile(r"-?\d{1,9}")
_HELD = ("domain", "relation")
"""Elements that hold text."""
_TAKEN = (
    "instance",
    "presentation",
    "domains",
    "variables",
    "relations",
    "constraints",
    "variable",
    "constraint",
    *_HELD,
)


@dataclass(frozen=True, slots=True)
class Element:
    """An element with the place where it stands and the text within."""

    attributes: Mapping[str, str]
    place: Token
    text: str = ""

    @property
    def name(self) -> str:
        return self.attributes.get("name", "")


@dataclass(slots=True)
class Instance:
    """The elements of a file, by what they are and what they are called."""

    source: Source
    found: dict[str, dict[str, Element]] = field(
        default_factory=lambda: {kind: {} for kind in ("domain", "variable", "relation", "constraint")}
    )
    _tuples: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    _rows: int = 0

    def add(self, kind: str, element: Element) -> None:
        if element.name in self.found[kind]:
            self.source.report(element.place, f'there is a {kind} "{element.name}" already')
        self.found[kind][element.name] = element

    def named(self, kind: str, name: str, place: Token) -> Element | None:
        """The element of that name, or None and a problem at `place`."""
        element = self.found[kind].get(name)
        if element is None:
            self.source.report(place, f'there is no {kind} "{name}"{near(name, self.found[kind])}')
        return element

    def tuples(self, relation: Element) -> list[tuple[str, ...]]:
        """The tuples of a relation, read once; raises `ProductFileError` when tables hold too many in all."""
        found = self._tuples.get(relation.name)
        if found is None:
            lines = map(str.split, relation.text.split("|"))
            found = self._tuples[relation.name] = [self._whole(relation, line) for line in lines if line]
        self._rows += len(found)
        if self._rows > MOST_ROWS:
            self.source.report(relation.place, f"all tables together have more than {MOST_ROWS} tuples")
            self.source.finish()
        return found

    def _whole(self, relation: Element, values: list[str]) -> tuple[str, ...]:
        if not all(map(_WHOLE.fullmatch, values)):
            self.source.report(relation.place, f"expected whole numbers, found: {' '.join(values)[:60]}")
            return ()
        return tuple(str(int(value)) for value in values)


def read_xcsp(text: str, name: str, code: str) -> ProductModel:
    """The model in `text`; raises `ProductFileError` with every problem found in it."""
    source = Source(text, name)
    instance = _parsed(source)
    codes, groups, count = Codes(), {}, 0
    values = {name: _values(source, domain) for name, domain in instance.found["domain"].items()}
    for variable in instance.found["variable"].values():
        domain = instance.named("domain", variable.attributes.get("domain", ""), variable.place)
        count += len(values.get(domain.name, ())) if domain is not None else 0
        if count > MOST_IN_ALL:
            source.report(variable.place, f"all variables together have more than {MOST_IN_ALL} values")
            break
        if domain is not None:
            groups[variable.name] = _group(variable, values[domain.name], codes.take(variable.name))
    tables = [
        table
        for constraint in instance.found["constraint"].values()
        if (table := _table(instance, constraint, groups, codes)) is not None
    ]
    if not groups and not source.problems:
        source.report(source.start, "there is no variable")
    source.finish()
    return ProductModel(code, named(code), tuple(groups.values()), (), tuple(tables))


def _parsed(source: Source) -> Instance:
    instance = Instance(source)
    parser = expat.ParserCreate()
    pieces: list[str] = []
    opened: list[Element] = []

    def place(name: str) -> Token:
        return Token("", name, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def start(name: str, attributes: dict[str, str]) -> None:
        if name not in _TAKEN:
            source.report(place(name), f"<{name}> is not read: expected variables and constraints by relation")
        opened.append(Element(attributes, place(name)))
        pieces.clear()

    def end(name: str) -> None:
        element = opened.pop()
        if name in instance.found:
            instance.add(name, Element(element.attributes, element.place, "".join(pieces) if name in _HELD else ""))

    def entity(*_: object) -> None:
        source.report(place(""), "entities are not read")
        source.finish()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = pieces.append
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(source.text, True)
    except expat.ExpatError as error:
        source.report(Token("", "", error.lineno, error.offset + 1), f"not XML: {expat.errors.messages[error.code]}")
        source.finish()
    return instance


def _values(source: Source, domain: Element) -> list[str]:
    """The values of a domain, each once, in their order."""
    values: dict[str, None] = {}
    for word in domain.text.split():
        bounds = _RANGE.fullmatch(word)
        if bounds and int(bounds[2]) - int(bounds[1]) < MOST_VALUES:
            values.update(dict.fromkeys(map(str, range(int(bounds[1]), int(bounds[2]) + 1))))
        elif _WHOLE.fullmatch(word):
            values[str(int(word))] = None
        else:
            source.report(domain.place, f'expected whole numbers or ranges like 0..9, found "{word}"')
        if len(values) > MOST_VALUES:
            break
    if not 1 <= len(values) <= MOST_VALUES:
        source.report(domain.place, f"a variable has 1 to {MOST_VALUES} values")
    return list(values)


def _group(variable: Element, values: list[str], code: str) -> Group:
    codes = Codes()
    options = tuple(Option(codes.take(value), named(value)) for value in values)
    return Group(code, Kind.ONE, named(variable.name), options)


def _table(instance: Instance, constraint: Element, groups: Mapping[str, Group], codes: Codes) -> Table | None:
    scope = constraint.attributes.get("scope", "").split()
    source, place = instance.source, constraint.place
    columns = [groups.get(name) for name in scope]
    for name in scope:
        instance.named("variable", name, place)
    relation = instance.named("relation", constraint.attributes.get("reference", ""), place)
    if relation is None or not scope:
        return None
    semantics = relation.attributes.get("semantics", "")
    if semantics not in ("supports", "conflicts"):
        source.report(relation.place, f'expected semantics "supports" or "conflicts", found "{semantics}"')
        return None
    if len(set(scope)) < len(scope):
        source.report(place, "a constraint names each variable once")
        return None
    present = [group for group in columns if group is not None]
    if len(present) < len(columns):
        return None
    rows = _rows(instance, relation, present)
    message = combination(constraint.name, scope)
    return Table(
        codes.take(constraint.name), tuple(group.code for group in present), rows, semantics == "supports", message
    )


def _rows(instance: Instance, relation: Element, groups: list[Group]) -> tuple[tuple[frozenset[str], ...], ...]:
    """The rows of a table; a tuple with a value outside a domain says nothing and is left out."""
    tuples = instance.tuples(relation)
    if any(len(values) != len(groups) for values in tuples):
        instance.source.report(relation.place, f"expected tuples of {len(groups)} whole numbers")
        return ()
    known = [{called(option.label): frozenset((option.code,)) for option in group.options} for group in groups]
    rows = []
    for values in tuples:
        cells = [column.get(value) for column, value in zip(known, values, strict=True)]
        full = tuple(cell for cell in cells if cell is not None)
        if len(full) == len(cells):
            rows.append(full)
    return tuple(rows)
