"""The feature tree of a UVL file: what stands below what, in which groups, with which attributes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from configurator.engine.formats.infix import DEEPEST, Node
from configurator.engine.formats.source import Misread, Source, Token, Tokens
from configurator.engine.formats.uvl.expressions import expression
from configurator.engine.formats.uvl.lines import Line, unquoted

TYPES = ("Boolean", "Integer", "Real", "String")
GROUPS = ("mandatory", "optional", "or", "alternative")
MOST_PIECES = 999
Worth = Decimal | str | bool
"""What an attribute may be."""


@dataclass(slots=True, eq=False)
class Group:
    """Features that stand together below another: so many of them go with it."""

    kind: str
    least: int
    most: int | None
    features: list[Feature] = field(default_factory=list)

    @property
    def bounds(self) -> tuple[int, int]:
        """How many at least and at most, by the kind of the group or as it says itself."""
        count = len(self.features)
        match self.kind:
            case "mandatory":
                return count, count
            case "optional":
                return 0, count
            case "or":
                return 1, count
            case "alternative":
                return 1, 1
            case _:
                return self.least, count if self.most is None else min(self.most, count)


@dataclass(slots=True, eq=False)
class Feature:
    """A feature. `pieces` are how many of it there may be; `constraints` are its own."""

    name: str
    place: Token
    kind: str = "Boolean"
    pieces: tuple[int, int] = (1, 1)
    attributes: dict[str, Worth] = field(default_factory=dict)
    constraints: list[Node] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    parent: Feature | None = None
    always: bool = False

    @property
    def may_be_none(self) -> bool:
        """Whether its own cardinality lets it be left out, whatever its group says."""
        return self.pieces[0] == 0


def read_tree(source: Source, lines: Sequence[Line]) -> list[Feature]:
    """The features of these lines, each after its parent; problems are reported."""
    features: list[Feature] = []
    stack: list[tuple[int, Feature | Group]] = []
    for line in lines:
        while stack and stack[-1][0] >= line.indent:
            stack.pop()
        above = stack[-1][1] if stack else None
        found: Feature | Group = Feature("", line.first)
        try:
            found = _group(line) or _feature(line)
            _place(found, above, line, bool(features))
        except Misread as problem:
            source.report(problem.place, problem.message)
        stack.append((line.indent, found))
        if isinstance(found, Feature) and found.name:
            features.append(found)
    return features


def _place(found: Feature | Group, above: Feature | Group | None, line: Line, rooted: bool) -> None:
    match found, above:
        case Group(), Feature():
            above.groups.append(found)
        case Feature(), Group():
            above.features.append(found)
        case Feature(), None if not rooted:
            pass
        case Group(), _:
            raise Misread(line.first, f'"{line.first.text}" must stand below a feature, further to the right')
        case Feature(), Feature():
            raise Misread(line.first, f'expected one of {", ".join(GROUPS)} or [n..m] between "{above.name}" and this')
        case _:
            raise Misread(line.first, "there is one root feature; this stands beside it")


def adopt(features: Sequence[Feature]) -> None:
    """Tell every feature its parent, and whether it is in every product; parents come before their children."""
    features[0].always = not features[0].may_be_none
    for feature in features:
        for group in feature.groups:
            for child in group.features:
                child.parent = feature
                child.always = feature.always and group.kind == "mandatory" and not child.may_be_none


def below(feature: Feature) -> Iterator[Feature]:
    """The feature and all that stand under it."""
    waiting = [feature]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(child for group in found.groups for child in group.features)


def _group(line: Line) -> Group | None:
    if line.word() in GROUPS:
        return Group(line.word(), 0, None)
    if line.first.text != "[":
        return None
    tokens = line.reader()
    least, most = _cardinality(tokens)
    _end(tokens)
    return Group("cardinality", least, most)


def _feature(line: Line) -> Feature:
    tokens = line.reader()
    kind = "Boolean"
    if tokens.next.text in TYPES and tokens.after.kind in ("name", "quoted"):
        kind = tokens.take().text
    if tokens.next.kind not in ("name", "quoted"):
        tokens.fail('a feature ("in quotes" unless it is letters, digits and _)')
    name = tokens.take()
    feature = Feature(unquoted(name), name, kind)
    if tokens.next.text == ".":
        raise Misread(name, f'"{feature.name}" comes from another file: models made of several files are not read')
    if tokens.accept("cardinality"):
        feature.pieces = _pieces(tokens)
    if tokens.accept("{"):
        _attributes(tokens, feature, "")
    _end(tokens)
    return feature


def _pieces(tokens: Tokens) -> tuple[int, int]:
    place = tokens.next
    least, most = _cardinality(tokens)
    if most is None or most > MOST_PIECES:
        raise Misread(place, f"a feature cardinality ends somewhere: expected at most {MOST_PIECES}")
    return least, most


def _cardinality(tokens: Tokens) -> tuple[int, int | None]:
    place = tokens.expect("[")
    least = _whole(tokens)
    most: int | None = least
    if tokens.accept(".."):
        most = None if tokens.accept("*") else _whole(tokens)
    tokens.expect("]")
    if most is not None and most < least:
        raise Misread(place, f"from {least} to {most} is nothing")
    return least, most


def _whole(tokens: Tokens) -> int:
    token = tokens.next
    if token.kind != "number" or not token.text.isdigit() or len(token.text) > 9:
        tokens.fail("a whole number")
    return int(tokens.take().text)


def _end(tokens: Tokens) -> None:
    if tokens.next.text:
        tokens.fail("the end of the line")


def _attributes(tokens: Tokens, feature: Feature, prefix: str) -> None:
    """What stands between braces; attributes within attributes are called ``outer.inner``."""
    if prefix.count(".") > DEEPEST:
        tokens.fail("attributes that are less deep in each other")
    while not tokens.accept("}"):
        key = tokens.next
        if key.kind not in ("name", "quoted"):
            tokens.fail("the name of an attribute")
        tokens.take()
        name = unquoted(key)
        if key.kind == "name" and name == "constraint":
            feature.constraints.append(expression(tokens))
        elif key.kind == "name" and name == "constraints":
            _constraints(tokens, feature)
        else:
            _attribute(tokens, feature, prefix + name)
        if not tokens.accept(",") and tokens.next.text != "}":
            tokens.fail('"," or "}"')


def _constraints(tokens: Tokens, feature: Feature) -> None:
    tokens.expect("[")
    while not tokens.accept("]"):
        feature.constraints.append(expression(tokens))
        if not tokens.accept(",") and tokens.next.text != "]":
            tokens.fail('"," or "]"')


def _attribute(tokens: Tokens, feature: Feature, name: str) -> None:
    if tokens.accept("{"):
        _attributes(tokens, feature, f"{name}.")
    elif tokens.next.text == "[":
        _vector(tokens)
    elif tokens.next.text in (",", "}"):
        feature.attributes[name] = True
    else:
        feature.attributes[name] = _worth(tokens)


def _vector(tokens: Tokens) -> None:
    """A list of values: no rule can speak of one, so it is read and forgotten."""
    opened = 0
    while opened or tokens.next.text == "[":
        if tokens.accept("["):
            opened += 1
        elif tokens.accept("]"):
            opened -= 1
        elif not tokens.accept(","):
            _worth(tokens)


def _worth(tokens: Tokens) -> Worth:
    negative = tokens.accept("-") is not None
    token = tokens.next
    if token.kind == "number" and len(token.text) <= 30:
        tokens.take()
        return -Decimal(token.text) if negative else Decimal(token.text)
    if not negative and token.kind == "string":
        return unquoted(tokens.take())
    if not negative and token.text in ("true", "false"):
        return tokens.take().text == "true"
    return tokens.fail("a number, a 'text', true or false")
