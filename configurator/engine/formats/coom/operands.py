"""The statements of a COOM file, for one choice of pieces, as formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from configurator.engine.formats.coom.expressions import SIGNS
from configurator.engine.formats.coom.parts import Part, Unfolded
from configurator.engine.formats.coom.paths import Target, targets
from configurator.engine.formats.infix import Node, exact
from configurator.engine.formats.source import Misread, near
from configurator.engine.formats.sums import ALWAYS, NEVER, Sum, compared
from configurator.engine.language import And, Attribute, Formula, Has, Not, Or, Value

LOGIC: Final = ("!", "&&", "||")
YES = "True"
Meant = Mapping[Node, Target]
"""Which piece each path of a statement stands for."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A side of a comparison: a sum, or for each value that it may have the formula that says it has it.

    `there` is None where it always has a value.
    """

    there: Formula | None
    sum: Sum | None = None
    values: Mapping[str, Formula] | None = None

    def figure(self, place: Node) -> Sum:
        """The sum; raises `Misread` where it is none."""
        if self.sum is None:
            raise Misread(place.place, "expected a number")
        return self.sum


class Operands:
    """Reads the expressions of one statement about one piece, `owner`."""

    def __init__(self, unfolded: Unfolded, meant: Meant, owner: Part) -> None:
        self._unfolded = unfolded
        self._meant = meant
        self._owner = owner
        self.there: dict[Formula, None] = {}
        """What must be there for the statements read so far to say anything."""

    def formula(self, node: Node) -> Formula:
        """What a statement says; raises `Misread`."""
        if node.kind in LOGIC:
            parts = tuple(map(self.formula, node.parts))
            return Not(parts[0]) if node.kind == "!" else And(parts) if node.kind == "&&" else Or(parts)
        if node.kind in SIGNS:
            if len(node.parts) > 2:
                raise Misread(node.place, "a comparison has two sides")
            left, right = map(self._needed, node.parts)
            return self._compared(node, left, right)
        operand = self._needed(node)
        if node not in self._meant or operand.values is None or YES not in operand.values:
            raise Misread(node.place, "expected a statement that is true or false")
        return operand.values[YES]

    def operand(self, node: Node) -> Operand:
        """A side of a comparison; raises `Misread`."""
        match node.kind:
            case "number":
                return Operand(None, Sum(exact(node)))
            case "name" if node in self._meant:
                return self._value(node, self._meant[node])
            case "name":
                return Operand(None, values={value_of(node): ALWAYS})
            case "call":
                return Operand(None, self._aggregate(node))
            case "+" | "-" | "*" | "/":
                return self._reckoned(node)
        raise Misread(node.place, "expected a part, a value or a number, found a statement that is true or false")

    def _needed(self, node: Node) -> Operand:
        operand = self.operand(node)
        if operand.there is not None:
            self.there[operand.there] = None
        return operand

    def _compared(self, node: Node, left: Operand, right: Operand) -> Formula:
        if left.values is None or right.values is None:
            return compared(left.figure(node.parts[0]), SIGNS[node.kind], right.figure(node.parts[1]))
        if SIGNS[node.kind] not in ("=", "!="):
            raise Misread(node.place, "values can be compared by = and != only")
        for part in node.parts:
            if part not in self._meant:
                self._unfolded.demand(value_of(part), part.place)
        same = [_both(left.values[value], right.values[value]) for value in left.values if value in right.values]
        equal = same[0] if len(same) == 1 else Or(tuple(same)) if same else NEVER
        return equal if SIGNS[node.kind] == "=" else Not(equal)

    def _value(self, node: Node, target: Target) -> Operand:
        part = target.part
        if part.group in self._unfolded.figures:
            return Operand(part.present, Sum.of(Value(part.group)))
        if part.group not in self._unfolded.choices:
            raise Misread(node.place, f'"{part.path}" has parts of its own: expected a value')
        worths = target.worths(self._unfolded)
        if target.attribute and all(isinstance(worth, Decimal) for worth in worths.values()):
            return Operand(part.present, Sum.of(Attribute(part.group, self._unfolded.attributes[target.attribute])))
        has: dict[str, list[Formula]] = {}
        for value, code in self._unfolded.choices[part.group].items():
            has.setdefault(str(worths[value]), []).append(Has(part.group, code))
        return Operand(
            part.present, values={worth: some[0] if len(some) == 1 else Or(tuple(some)) for worth, some in has.items()}
        )

    def _aggregate(self, node: Node) -> Sum:
        called, path = node.path[0], node.parts[0]
        if called == "count":
            *before, last = path.path
            owners = [Target(self._owner)]
            if before:
                owners = self._found(Node.of("name", path.place, path=tuple(before)))
            if any(last not in target.part.parts for target in owners):
                raise Misread(path.place, f'there is no part "{last}"{near(last, list(owners[0].part.parts))}')
            figures = [target.part.parts[last].count for target in owners]
        elif called == "sum":
            figures = [self._value(path, target).figure(path) for target in self._found(path)]
        else:
            raise Misread(node.place, f'"{called}" is not read: of the functions of COOM only sum and count are')
        total = Sum()
        for figure in figures:
            total = total.plus(figure)
        return total

    def _found(self, path: Node) -> list[Target]:
        found = targets(self._unfolded, path, self._owner)
        if found is None:
            raise Misread(path.place, f'there is no part "{path.path[0]}"{near(path.path[0], self._owner.parts)}')
        return found

    def _reckoned(self, node: Node) -> Operand:
        operands = [self.operand(part) for part in node.parts]
        first, *others = (operand.figure(part) for operand, part in zip(operands, node.parts, strict=True))
        total = first if others else first.times(Fraction(1 if node.kind == "+" else -1))
        for other in others:
            total = _operated(node, total, other)
        needed = dict.fromkeys(operand.there for operand in operands)
        there = tuple(each for each in needed if each is not None)
        if not there or (node.kind in ("+", "-") and None in needed):
            return Operand(None, total)
        if len(there) == 1:
            return Operand(there[0], total)
        return Operand(Or(there) if node.kind in ("+", "-") else And(there), total)


def value_of(node: Node) -> str:
    """The value that a name stands for."""
    name = ".".join(node.path)
    return name.capitalize() if name in ("true", "false") else name


def _both(one: Formula, other: Formula) -> Formula:
    if one is ALWAYS:
        return other
    return one if other is ALWAYS else And((one, other))


def _operated(node: Node, left: Sum, right: Sum) -> Sum:
    match node.kind:
        case "+":
            return left.plus(right)
        case "-":
            return left.minus(right)
        case "*" if not right.terms:
            return left.times(right.constant)
        case "*" if not left.terms:
            return right.times(left.constant)
        case "/" if not right.terms and right.constant:
            return left.times(1 / right.constant)
    if node.kind == "*":
        raise Misread(node.place, "one side of * must be a constant number")
    raise Misread(node.place, "what divides must be a constant number other than 0")
