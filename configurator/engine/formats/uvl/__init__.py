"""Feature models in UVL, the Universal Variability Language (universal-variability-language.github.io).

Every feature is an option of the one group ``features``; tree and groups become rules that say what the tree says. A
feature cardinality is a quantity: all pieces of a feature share what is chosen below it. A constraint within a feature
holds as if it stood with the others. Attributes count where their feature is chosen and are 0, or the empty text,
where it is not; so do features that are numbers or texts themselves (see `values`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from configurator.engine.formats.codes import FEATURES, Codes
from configurator.engine.formats.infix import Node, said
from configurator.engine.formats.source import Misread, Source
from configurator.engine.formats.uvl.expressions import LEVELS, PREFIXES, expression
from configurator.engine.formats.uvl.lines import Line, read_lines
from configurator.engine.formats.uvl.rules import tree_rules, value_rules
from configurator.engine.formats.uvl.statements import Statements
from configurator.engine.formats.uvl.tree import Feature, adopt, read_tree
from configurator.engine.formats.uvl.values import Values
from configurator.engine.formats.words import named
from configurator.engine.model import Group, Kind, Option, ProductModel, Rule

SECTIONS = ("include", "namespace", "imports", "features", "constraints")


def read_uvl(text: str, name: str, code: str) -> ProductModel:
    """The model in `text`; raises `ProductFileError` with every problem found in it."""
    source = Source(text, name)
    sections = _sections(source, read_lines(source))
    features = read_tree(source, sections["features"][1:])
    if not features and not source.problems:
        source.report(sections["features"][0].first if sections["features"] else source.start, "there is no feature")
    names = _names(source, features)
    constraints = [*_written(source, sections["constraints"][1:]), *(c for f in features for c in f.constraints)]
    source.finish()
    adopt(features)
    return _model(source, features, names, constraints, code)


def _sections(source: Source, lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each section, the one with its name first."""
    sections: dict[str, list[Line]] = {name: [] for name in SECTIONS}
    present: list[Line] | None = None
    for line in lines:
        word = line.first.text
        if line.indent == 0 and word in SECTIONS:
            present = sections[word]
            if present:
                source.report(line.first, f'"{word}" stands here for the second time')
        elif present is None:
            source.report(line.first, f"expected one of {', '.join(SECTIONS)}")
            continue
        elif present is sections["imports"]:
            source.report(line.first, "models made of several files are not read")
        present.append(line)
    return sections


def _names(source: Source, features: Iterable[Feature]) -> dict[str, Feature]:
    names: dict[str, Feature] = {}
    for feature in features:
        first = names.setdefault(feature.name, feature)
        if first is not feature:
            source.report(feature.place, f'"{feature.name}" stands here again, after line {first.place.line}')
    return names


def _written(source: Source, lines: Iterable[Line]) -> Iterator[Node]:
    for line in lines:
        tokens = line.reader()
        try:
            found = expression(tokens)
            if tokens.next.text:
                tokens.fail("an operator or the end of the line")
        except Misread as problem:
            source.report(problem.place, problem.message)
        else:
            yield found


def _model(
    source: Source, features: list[Feature], names: Mapping[str, Feature], constraints: list[Node], code: str
) -> ProductModel:
    option_codes, attribute_codes, rule_codes = Codes(), Codes(), Codes()
    codes = {feature.name: option_codes.take(feature.name) for feature in features}
    figured = dict.fromkeys(n for f in features for n, worth in f.attributes.items() if type(worth) is Decimal)
    attributes = {name: attribute_codes.take(name) for name in figured}
    options = {codes[feature.name]: _option(feature, codes[feature.name], attributes) for feature in features}
    values = Values(options)
    statements = Statements(names, codes, attributes, values)
    rules = list(tree_rules(features, codes, rule_codes))
    for node in constraints:
        try:
            formula = statements.formula(node)
        except Misread as problem:
            source.report(problem.place, problem.message)
        else:
            message = named(said(node, LEVELS, PREFIXES))
            rules.append(Rule(rule_codes.take(f"line {node.place.line}"), formula, message))
    source.finish()
    groups = tuple(values.groups())
    valued = {code: names[feature] for feature, code in statements.groups.items()}
    optional = {group.code: valued[group.code] for group in groups if not valued[group.code].always}
    rules += value_rules(optional, codes, rule_codes)
    whole = Group(FEATURES, Kind.SOME, named(FEATURES), tuple(options.values()))
    return ProductModel(code, named(features[0].name), (whole, *groups), tuple(rules))


def _option(feature: Feature, code: str, attributes: Mapping[str, str]) -> Option:
    least, most = feature.pieces
    worths = {attributes[name]: worth for name, worth in feature.attributes.items() if isinstance(worth, Decimal)}
    return Option(code, named(feature.name), worths, tuple(range(max(least, 1), max(most, 1) + 1)))
