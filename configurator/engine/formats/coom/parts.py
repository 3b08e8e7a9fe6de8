"""A product of a COOM file unfolded: every piece that there can be, with the groups that decide about it.

Of a part that comes in several pieces the first ones are there and the others are not; how many is a number group of
its own (``count(bag)``). A piece that is not there has the value ``absent`` where it is chosen from an enumeration,
and 0 where it is a number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from configurator.engine.formats.codes import Codes
from configurator.engine.formats.coom.grammar import PRODUCT, Enumeration, Feature, File
from configurator.engine.formats.coom.grids import Grid
from configurator.engine.formats.infix import DEEPEST
from configurator.engine.formats.source import Misread, Source, Token, near
from configurator.engine.formats.sums import Sum
from configurator.engine.formats.words import ABSENT, has_value, named, needs_parent
from configurator.engine.language import Attribute, Compare, Count, Formula, Has, Iff, Linear, Not, Number, Or, Value
from configurator.engine.model import Group, Kind, Option, Rule, Scale, Texts

MOST_PARTS = 5_000
MOST_VALUES = 20_000
BOOLEAN = ("Bool", "bool", "Boolean", "boolean")
NUMBER = "num"


@dataclass(slots=True)
class Part:
    """A piece. `present` is None for one that is always there; `group` decides about one without parts of its own."""

    path: str
    type: str
    present: Formula | None = None
    group: str = ""
    parts: dict[str, Parts] = field(default_factory=dict)


@dataclass(slots=True)
class Parts:
    """All pieces of one part of a structure, and how many of them are there."""

    pieces: list[Part]
    count: Sum


@dataclass(slots=True)
class Figures:
    """A number group in the making: the range that was given, the values that are left, whether it may be absent."""

    name: str
    range: tuple[Fraction, Fraction] | None
    grid: Grid | None
    present: Formula | None
    place: Token


class Unfolded:
    """All pieces of a product, the groups of their values, and the rules about which are there."""

    def __init__(self, source: Source, file: File) -> None:
        """Raises `ProductFileError` where the structures do not fit together."""
        self.enumerations: dict[str, Enumeration] = dict(file.enumerations)
        for name in BOOLEAN:
            self.enumerations.setdefault(name, Enumeration(source.start, [], {"True": [], "False": []}))
        self._known = {
            name
            for enumeration in self.enumerations.values()
            for value, worths in enumeration.values.items()
            for name in (value, *(worth for worth in worths if isinstance(worth, str)))
        }
        self.by_type: dict[str, list[Part]] = {name: [] for name in file.structures}
        self.figures: dict[str, Figures] = {}
        self.choices: dict[str, dict[str, str]] = {}
        """Group of an enumeration to the codes of its values, without that of "not there"."""
        self.attributes: dict[str, str] = {}
        self.rules: list[Rule] = []
        self.rule_codes = Codes()
        self._source = source
        self._file = file
        self._codes = Codes()
        self._attribute_codes = Codes()
        self._groups: dict[str, Group] = {}
        self._counts: dict[str, Grid] = {}
        self._count = 0
        self.root = self._structure(PRODUCT, "", None, ())
        source.finish()

    @property
    def groups(self) -> list[str]:
        """The codes of all groups, in the order of the file."""
        return list(self._groups)

    def demand(self, value: str, place: Token) -> None:
        """Raises `Misread` for a name that no enumeration knows. One that another knows just never fits."""
        if value not in self._known:
            raise Misread(place, f'there is no part and no value "{value}"{near(value, self._known)}')

    def codes_of(self, group: str) -> list[str]:
        """The codes of all options of a group, with that of "not there"."""
        return [option.code for option in self._groups[group].options]

    def grid(self, term: Linear) -> Grid | None:
        """The values that a term can take; None where a number has no range yet."""
        match term:
            case Value(code) if code in self.figures:
                figures = self.figures[code]
                return figures.grid.with_zero() if figures.grid and figures.present is not None else figures.grid
            case Value(code):
                return self._counts[code]
            case Attribute(code, attribute):
                options = self._groups[code].options
                return Grid.of([Fraction(option.attributes.get(attribute, 0)) for option in options])
            case Count(_, options):
                return Grid(Fraction(0), Fraction(len(options)), Fraction(1))
        raise AssertionError(term)

    def _structure(self, name: str, path: str, present: Formula | None, within: tuple[str, ...]) -> Part:
        part = Part(path, name, present)
        self.by_type[name].append(part)
        for feature in self._file.structures[name]:
            try:
                part.parts[feature.name] = self._pieces(feature, part, (*within, name))
            except Misread as problem:
                self._source.report(problem.place, problem.message)
        return part

    def _pieces(self, feature: Feature, owner: Part, within: tuple[str, ...]) -> Parts:
        if feature.type in within:
            raise Misread(feature.place, f'a "{feature.type}" would be part of itself')
        if len(within) > DEEPEST:
            raise Misread(feature.place, f"structures may be {DEEPEST} deep in each other")
        name = f"{owner.path}.{feature.name}" if owner.path else feature.name
        chosen = feature.type in self.enumerations
        free = feature.least != feature.most or (owner.present is not None and not chosen)
        counted = self._counted(feature, owner, name) if free else None
        pieces = []
        for number in range(feature.most):
            path = name if feature.most == 1 else f"{name}[{number}]"
            present = owner.present
            if counted is not None and (owner.present is not None or number >= feature.least):
                present = Compare(counted, ">=", Number(Decimal(number + 1)))
            pieces.append(self._piece(feature, path, present, within))
        if counted is not None:
            return Parts(pieces, Sum.of(counted))
        if owner.present is None:
            return Parts(pieces, Sum(Fraction(feature.most)))
        options = tuple((piece.group, code) for piece in pieces for code in self.choices[piece.group].values())
        return Parts(pieces, Sum.of(Count((), options)))

    def _counted(self, feature: Feature, owner: Part, name: str) -> Linear:
        """The group that says how many pieces there are."""
        code = self._codes.take(f"count {name}")
        title = f"count({name})"
        count = Value(code)
        least, most = Decimal(feature.least), Decimal(max(feature.most, 1))
        if owner.present is None:
            scale = Scale(least, Decimal(feature.most), Decimal(1))
        else:
            scale = Scale(Decimal(0), Decimal(feature.most), most if feature.least == feature.most else Decimal(1))
            none = Compare(count, "=", Number(Decimal(0)))
            enough = Compare(count, ">=", Number(least))
            formula = Iff(owner.present, enough) if feature.least else Or((owner.present, none))
            self._rule(code, formula, needs_parent(name, owner.path))
        self._groups[code] = Group(code, Kind.NUMBER, named(title), scale=scale)
        self._counts[code] = Grid(*map(Fraction, (scale.least, scale.most, scale.step)))
        return count

    def _piece(self, feature: Feature, path: str, present: Formula | None, within: tuple[str, ...]) -> Part:
        self._count += 1
        if self._count > MOST_PARTS:
            raise Misread(feature.place, f"the product has more than {MOST_PARTS} pieces")
        if feature.type in self._file.structures:
            return self._structure(feature.type, path, present, within)
        part = Part(path, feature.type, present, self._codes.take(path))
        if feature.type == NUMBER:
            self._number(feature, part)
        elif feature.type in self.enumerations:
            self._choice(part)
        else:
            known = (*self.enumerations, *self._file.structures, NUMBER)
            raise Misread(feature.place, f'there is no type "{feature.type}"{near(feature.type, known)}')
        return part

    def _number(self, feature: Feature, part: Part) -> None:
        bounds = None if feature.range is None else (Fraction(feature.range[0]), Fraction(feature.range[1]))
        grid = None if bounds is None else Grid(bounds[0], bounds[0] + (bounds[1] - bounds[0]) // 1, Fraction(1))
        self.figures[part.group] = Figures(part.path, bounds, grid, part.present, feature.place)
        self._groups[part.group] = Group(part.group, Kind.NUMBER, named(part.path))

    def _choice(self, part: Part) -> None:
        enumeration = self.enumerations[part.type]
        codes, options = Codes(), []
        values: dict[str, str] = {}
        if part.present is not None:
            options.append(Option(codes.take("absent"), named(ABSENT)))
        for value, worths in enumeration.values.items():
            values[value] = codes.take(value)
            named_worths = zip(enumeration.attributes, worths, strict=True)
            figures = {self._attribute(name): worth for name, worth in named_worths if isinstance(worth, Decimal)}
            options.append(Option(values[value], named(value), figures))
        if not options:
            raise Misread(enumeration.place, f'"{part.type}" has no values')
        self.choices[part.group] = values
        self._groups[part.group] = Group(part.group, Kind.ONE, named(part.path), tuple(options))
        if part.present is not None:
            there = Iff(part.present, Not(Has(part.group, options[0].code)))
            self._rule(part.group, there, has_value(part.path))

    def _attribute(self, name: str) -> str:
        if name not in self.attributes:
            self.attributes[name] = self._attribute_codes.take(name)
        return self.attributes[name]

    def _rule(self, code: str, formula: Formula, message: Texts) -> None:
        self.rules.append(Rule(self.rule_codes.take(f"{code} there"), formula, message))

    def finished(self, code: str) -> Group:
        """The group, a number with the values that are left; call it once for each group. Raises `Misread`."""
        group = self._groups[code]
        if code not in self.figures:
            return group
        figures = self.figures[code]
        grid = figures.grid
        if grid is None:
            raise Misread(figures.place, f'"{figures.name}" has neither a range nor an equation that gives it one')
        if grid.size > MOST_VALUES:
            raise Misread(figures.place, f'"{figures.name}" has more than {MOST_VALUES} values')
        scale = grid
        if figures.present is not None:
            scale = grid.with_zero()
            self._rule(code, Or((figures.present, _compared(code, "=", Decimal(0)))), has_value(figures.name))
            for sign, bound, changed in (
                (">=", grid.least, scale.least != grid.least),
                ("<=", grid.most, scale.most != grid.most),
            ):
                if changed:
                    reached = _compared(code, sign, _decimal(figures, bound))
                    self._rule(code, Or((Not(figures.present), reached)), has_value(figures.name))
        bounds = [_decimal(figures, each) for each in (scale.least, scale.most, scale.step)]
        return replace(group, scale=Scale(*bounds))


def _compared(code: str, sign: str, bound: Decimal) -> Formula:
    return Compare(Value(code), sign, Number(bound))


def _decimal(figures: Figures, figure: Fraction) -> Decimal:
    found = Decimal(figure.numerator) / Decimal(figure.denominator)
    if Fraction(found) != figure:
        raise Misread(figures.place, f'the values of "{figures.name}" are no exact decimal numbers')
    return found
