"""The constraints of a UVL file as formulas over its features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Final

from configurator.engine.formats.codes import FEATURES, Codes
from configurator.engine.formats.infix import DEEPEST, Node, exact
from configurator.engine.formats.source import Misread, near
from configurator.engine.formats.sums import NEVER, Sum, compared
from configurator.engine.formats.uvl.tree import Feature, Worth, below
from configurator.engine.formats.uvl.values import WORTH, TooMany, Typed, Values
from configurator.engine.language import And, Attribute, Count, Formula, Has, Iff, Not, Or, Quantity, Total

SIGNS: Final[Mapping[str, str]] = {"==": "=", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or a text by the number that stands for it."""

    sum: Sum
    text: bool = False

    @property
    def constant(self) -> Fraction | None:
        """Its value where it has only one."""
        return None if self.sum.terms else self.sum.constant


class Statements:
    """Reads constraints. `names` are the features by name, `codes` their options, `attributes` the codes of theirs."""

    def __init__(
        self, names: Mapping[str, Feature], codes: Mapping[str, str], attributes: Mapping[str, str], values: Values
    ) -> None:
        self._names = names
        self._codes = codes
        self._attributes = attributes
        self._values = values
        self._groups: dict[str, str] = {}
        self._group_codes = Codes()
        self._group_codes.take(FEATURES)

    def formula(self, node: Node) -> Formula:
        """What a constraint says; raises `Misread`."""
        match node.kind:
            case "=>" | "<=>" if len(node.parts) > DEEPEST:
                raise Misread(node.place, f"an expression may be {DEEPEST} levels deep")
            case "!":
                return Not(self.formula(node.parts[0]))
            case "&":
                return And(tuple(map(self.formula, node.parts)))
            case "|":
                return Or(tuple(map(self.formula, node.parts)))
            case "=>":
                return reduce(lambda a, b: Or((Not(a), b)), map(self.formula, node.parts))
            case "<=>":
                return reduce(Iff, map(self.formula, node.parts))
            case "name":
                return self._literal(node)
        if node.kind in SIGNS:
            return self._comparison(node)
        raise Misread(node.place, "expected a statement that is true or false, found a number or a text")

    def group_of(self, feature: Feature) -> str:
        """The code of the group of the values of a feature that is a number or a text."""
        code = self._groups.get(feature.name)
        if code is None:
            code = self._groups[feature.name] = self._group_codes.take(feature.name)
            self._values.typed[code] = Typed(feature.name, feature.kind, feature.always)
        return code

    @property
    def groups(self) -> Mapping[str, str]:
        """The features whose values some constraint speaks of, by name, with the codes of their groups."""
        return self._groups

    def _literal(self, node: Node) -> Formula:
        feature = self._feature(node)
        if len(node.path) == 1:
            return self._has(feature)
        worth = self._worth(node, feature)
        if not isinstance(worth, bool):
            raise Misread(node.place, f'"{".".join(node.path)}" is neither true nor false')
        return self._has(feature) if worth else NEVER

    def _comparison(self, node: Node) -> Formula:
        if len(node.parts) > 2:
            raise Misread(node.place, "a comparison has two sides")
        left, right = map(self._figure, node.parts)
        if left.text != right.text:
            raise Misread(node.place, "a text and a number cannot be compared")
        if left.text and node.kind not in ("==", "!="):
            raise Misread(node.place, "texts can be compared by == and != only")
        try:
            self._values.compare(left.sum.minus(right.sum))
        except TooMany as problem:
            raise Misread(node.place, str(problem)) from None
        return compared(left.sum, SIGNS[node.kind], right.sum)

    def _figure(self, node: Node) -> Figure:
        match node.kind:
            case "number":
                return Figure(Sum(exact(node)))
            case "string":
                return Figure(Sum(self._values.text(node.path[0])), text=True)
            case "name":
                return self._value(node)
            case "call":
                return Figure(self._aggregate(node))
            case "+" | "-" | "*" | "/":
                return self._reckoned(node)
        raise Misread(node.place, "expected a number or a text, found a statement that is true or false")

    def _reckoned(self, node: Node) -> Figure:
        figures = [self._figure(part) for part in node.parts]
        if any(figure.text for figure in figures):
            raise Misread(node.place, "a text cannot be reckoned with")
        if len(figures) == 1:
            return Figure(figures[0].sum.times(Fraction(-1)))
        return reduce(lambda a, b: _operated(node, a, b), figures)

    def _value(self, node: Node) -> Figure:
        feature = self._feature(node)
        if len(node.path) > 1:
            worth = self._worth(node, feature)
            if isinstance(worth, bool):
                raise Misread(node.place, f'"{".".join(node.path)}" is true or false: expected a number or a text')
            figure = self._values.text(worth) if isinstance(worth, str) else Fraction(worth)
            present = Count((), ((FEATURES, self._codes[feature.name]),))
            return Figure(Sum.of(present, figure) if figure else Sum(), isinstance(worth, str))
        if feature.kind == "Boolean":
            raise Misread(node.place, f'"{feature.name}" is chosen or not: expected a number or a text')
        return Figure(Sum.of(Attribute(self.group_of(feature), WORTH)), feature.kind == "String")

    def _aggregate(self, node: Node) -> Sum:
        """``sum(attribute)`` over all that is chosen, ``sum(Feature, attribute)`` over what is chosen below it."""
        called = node.path[0]
        if called != "sum":
            raise Misread(node.place, f'"{called}" is not read: of the functions of UVL only sum is')
        if len(node.parts) > 2:
            raise Misread(node.place, "expected sum(attribute) or sum(Feature, attribute)")
        *tops, last = node.parts
        if tops and ".".join(tops[0].path) in self._attributes and ".".join(last.path) in self._names:
            tops, last = [last], tops[0]
        name = ".".join(last.path)
        if name not in self._attributes:
            raise Misread(last.place, f'no feature has a number "{name}"{near(name, self._attributes)}')
        if not tops:
            return Sum.of(Total(self._attributes[name], (FEATURES,)))
        total = Sum()
        for feature in below(self._feature(tops[0])):
            worth = feature.attributes.get(name)
            if worth and not isinstance(worth, bool | str):
                total = total.plus(Sum.of(Quantity(FEATURES, self._codes[feature.name]), Fraction(worth)))
        return total

    def _feature(self, node: Node) -> Feature:
        found = self._names.get(node.path[0])
        if found is None:
            raise Misread(node.place, f'there is no feature "{node.path[0]}"{near(node.path[0], self._names)}')
        return found

    def _worth(self, node: Node, feature: Feature) -> Worth:
        name = ".".join(node.path[1:])
        if name not in feature.attributes:
            hint = near(name, feature.attributes)
            raise Misread(node.place, f'"{feature.name}" has no attribute "{name}"{hint}')
        return feature.attributes[name]

    def _has(self, feature: Feature) -> Formula:
        return Has(FEATURES, self._codes[feature.name])


def _operated(node: Node, left: Figure, right: Figure) -> Figure:
    match node.kind:
        case "+":
            return Figure(left.sum.plus(right.sum))
        case "-":
            return Figure(left.sum.minus(right.sum))
        case "*" if right.constant is not None:
            return Figure(left.sum.times(right.constant))
        case "*" if left.constant is not None:
            return Figure(right.sum.times(left.constant))
        case "/" if right.constant:
            return Figure(left.sum.times(1 / right.constant))
    if node.kind == "*":
        raise Misread(node.place, "one side of * must be a constant number")
    raise Misread(node.place, "what divides must be a constant number other than 0")
