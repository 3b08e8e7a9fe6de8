"""A product model as a feature model in UVL.

What rules say of features and their parents becomes the tree again; the other rules become constraints. A group of
which one is chosen, or a number, is a feature with an alternative below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from configurator.engine.choices import plain
from configurator.engine.formats.codes import FEATURES, OwnNames
from configurator.engine.formats.notation import IFF, IMPLIES, OR, RuleNotation
from configurator.engine.formats.sums import NEVER
from configurator.engine.formats.uvl.outline import Outline
from configurator.engine.formats.uvl.tree import GROUPS, TYPES
from configurator.engine.formats.words import called
from configurator.engine.language import And, Formula, Given, Has, Not, Or
from configurator.engine.model import Group, Kind, Option, ProductModel, Table

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_WORDS = frozenset((*GROUPS, *TYPES, "features", "constraints", "cardinality", "constraint", "sum", "avg", "len", "as"))
_FEW = 2


@dataclass(slots=True)
class Feature:
    """A feature to be written, with its groups: the word of each and the features in it."""

    name: str
    attributes: dict[str, Decimal] = field(default_factory=dict)
    pieces: tuple[int, int] = (1, 1)
    groups: list[tuple[str, list[Feature]]] = field(default_factory=list)


def write_uvl(model: ProductModel) -> str:
    """The feature model of `model`, with as many products.

    Raises ValueError for what UVL cannot say: bars, and quantities that are not each from one to another.
    """
    features = _Features(model)
    outline = Outline(model)
    constraints = [features.existence(group.code, group.when) for group in model.groups if group.when is not None]
    constraints += [features.formula(rule.formula) for rule in model.rules if rule.code not in outline.said]
    constraints += [features.formula(_table(table, model)) for table in model.tables]
    lines = ["features", *_tree(features.root(outline))]
    if constraints:
        lines += ["constraints", *(f"\t{text}" for text in constraints)]
    return "\n".join(lines) + "\n"


class _Features(RuleNotation):
    """The features of a model, and its formulas over them."""

    words = ("<=>", "=>", "|", "&", "!")
    after_implies = OR

    def __init__(self, model: ProductModel) -> None:
        self.signs = {"=": "=="}
        self._model = model
        self._taken: set[str] = set()
        own = OwnNames(model).codes
        self._options = {code: Feature(self._name(name)) for name, code in own.items()}
        self._groups = {group.code: Feature(self._name(called(group.label))) for group in model.groups}
        self._value = self._attribute_name("value")
        for group, option in model.options():
            feature = self._options[f"{group.code}.{option.code}"]
            feature.attributes = dict(option.attributes)
            feature.pieces = _pieces(option)
        for group in model.groups:
            if group.code != FEATURES:
                self._groups[group.code].groups = self._below(group)

    def root(self, outline: Outline) -> Feature:
        """The root feature, with all others below it."""
        tree = {code: self._options[f"{FEATURES}.{code}"] for code in outline.parents}
        tops = [tree[code] for code, parent in outline.parents.items() if parent is None]
        others = [group for group in self._model.groups if group.code != FEATURES]
        for parent, kind, children in outline.groups:
            tree[parent].groups.append((kind, [tree[code] for code in children]))
        if outline.root is not None and len(tops) == 1:
            root = tree[outline.root]
        else:
            root = Feature(self._name(called(self._model.label)))
            whole = self._model.group(FEATURES)
            if whole is not None:
                root.groups.append((_bounds(whole), tops))
        for kind in ("mandatory", "optional"):
            below = [self._groups[group.code] for group in others if (group.when is None) == (kind == "mandatory")]
            root.groups += [(kind, below)] if below else []
        return root

    def existence(self, group: str, when: Formula) -> str:
        """That a group is there just when its condition holds; raises ValueError for the group of all features."""
        if group == FEATURES:
            raise ValueError(f'in UVL the group "{FEATURES}" always exists')
        return f"{_quoted(self._groups[group].name)} {self.words[IFF]} {self.formula(when, IMPLIES)}"

    def _below(self, group: Group) -> list[tuple[str, list[Feature]]]:
        match group.kind:
            case Kind.NUMBER if group.scale is not None:
                name = self._groups[group.code].name
                values = [(f"{name}={plain(value)}", {self._value: value}) for value in group.scale.values]
                return [("alternative", [Feature(self._name(text), worth) for text, worth in values])]
            case Kind.TEXT | Kind.FILE:
                return [("optional", [Feature(self._name(f"{self._groups[group.code].name} given"))])]
        options = [self._options[f"{group.code}.{option.code}"] for option in group.options]
        return [("alternative" if group.kind is Kind.ONE else _bounds(group), options)]

    def _name(self, name: str) -> str:
        """A name that no feature has yet."""
        name = name.replace('"', "'").replace("\n", " ")
        while name in self._taken:
            name = f"{name} value"
        self._taken.add(name)
        return name

    def _attribute_name(self, name: str) -> str:
        taken = {attribute for _, option in self._model.options() for attribute in option.attributes}
        while name in taken:
            name = f"{name}_"
        return name

    def has(self, group: str, option: str) -> str:
        return _quoted(self._options[f"{group}.{option}"].name)

    def given(self, group: str) -> str:
        whole = self._groups[group]
        may_be_empty = self._model[group].kind in (Kind.TEXT, Kind.FILE)
        return _quoted(whole.groups[0][1][0].name if may_be_empty else whole.name)

    def value(self, group: str) -> str:
        return f"sum({_quoted(self._groups[group].name)}, {self._value})"

    def attribute(self, group: str, attribute: str) -> str:
        return self.total(attribute, (group,))

    def total(self, attribute: str, groups: Sequence[str]) -> str:
        having = [group.code for group in self._model.groups if any(attribute in o.attributes for o in group.options)]
        wanted = [code for code in having if code in groups or not groups]
        if not wanted:
            return "0"
        if wanted == having:
            return f"sum({_quoted(attribute)})"
        if FEATURES in wanted:
            raise ValueError(f'UVL has no sum of "{attribute}" over the features alone')
        return _summed([f"sum({_quoted(self._groups[code].name)}, {_quoted(attribute)})" for code in wanted])

    def quantity(self, group: str, option: str) -> str:
        attribute = self._attribute_name(f"pieces_{group}_{option}")
        self._options[f"{group}.{option}"].attributes[attribute] = Decimal(1)
        return f"sum({attribute})"

    def count(self, groups: Sequence[str], options: Sequence[tuple[str, str]]) -> str:
        terms = [self.quantity(code, option.code) for code in groups for option in self._model[code].options]
        terms += [f"{self.has(*option)}.{_quoted(self._present(*option))}" for option in options]
        return _summed(terms)

    def _present(self, group: str, option: str) -> str:
        """An attribute of the option that is 1."""
        attributes = self._options[f"{group}.{option}"].attributes
        name = next((name for name, worth in attributes.items() if worth == 1), None)
        if name is None:
            name = self._attribute_name("present")
            attributes[name] = Decimal(1)
        return name


def _table(table: Table, model: ProductModel) -> Formula:
    rows: list[Formula] = []
    for row in table.rows:
        cells: list[Formula] = []
        for code, cell in zip(table.groups, row, strict=True):
            named: list[Formula] = [Has(code, option.code) for option in model[code].options if option.code in cell]
            if model[code].when is not None and (table.allow or len(cell) == len(model[code].options)):
                named.append(Not(Given(code)))
            cells.append(named[0] if len(named) == 1 else Or(tuple(named)) if named else NEVER)
        rows.append(And(tuple(cells)))
    some = Or(tuple(rows)) if rows else NEVER
    return some if table.allow else Not(some)


def _bounds(group: Group) -> str:
    """The word for how many of a group's options are chosen."""
    if not group.least and group.most is None:
        return "optional"
    if any(option.quantities != (1,) for option in group.options):
        raise ValueError(f'UVL does not count the pieces of all options of "{group.code}"')
    return f"[{group.least}..{'*' if group.most is None else group.most}]"


def _pieces(option: Option) -> tuple[int, int]:
    least, most = option.quantities[0], option.quantities[-1]
    if option.quantities != tuple(range(least, most + 1)) or option.bars:
        raise ValueError(f'UVL has neither bars nor steps of quantities, but "{option.code}" has')
    return least, most


def _tree(root: Feature) -> Iterator[str]:
    """The lines of a feature and all that stands below it."""
    waiting: list[tuple[int, Feature | str]] = [(1, root)]
    while waiting:
        depth, item = waiting.pop()
        if isinstance(item, str):
            yield "\t" * depth + item
            continue
        yield "\t" * depth + _line(item)
        for kind, features in reversed(item.groups):
            waiting += [(depth + 2, feature) for feature in reversed(features)]
            waiting.append((depth + 1, kind))


def _line(feature: Feature) -> str:
    text = _quoted(feature.name)
    least, most = feature.pieces
    if (least, most) != (1, 1):
        text += f" cardinality [{least}..{most}]"
    if feature.attributes:
        text += f" {{{', '.join(f'{_quoted(name)} {plain(worth)}' for name, worth in feature.attributes.items())}}}"
    return text


def _quoted(name: str) -> str:
    return name if _PLAIN.fullmatch(name) and name not in _WORDS else f'"{name}"'


def _summed(terms: Sequence[str]) -> str:
    if not terms:
        return "0"
    return terms[0] if len(terms) < _FEW else f"({' + '.join(terms)})"
