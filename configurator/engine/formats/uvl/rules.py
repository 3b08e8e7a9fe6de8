"""What a feature tree demands, as rules: the shapes that the reader makes and the writer knows again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from configurator.engine.formats.codes import FEATURES, Codes
from configurator.engine.formats.uvl.tree import Feature, Group
from configurator.engine.formats.uvl.values import ABSENT
from configurator.engine.formats.words import comes_along, has_value, needs_parent, never, required, some_below
from configurator.engine.language import And, Compare, Count, Formula, Has, Iff, Not, Number, Or
from configurator.engine.model import Rule


def tree_rules(features: Iterable[Feature], codes: Mapping[str, str], given: Codes) -> Iterator[Rule]:
    """The rules of a tree; `codes` are those of its options by name, `given` those of the rules so far."""
    for feature in features:
        code = codes[feature.name]
        if feature.pieces[1] == 0:
            yield Rule(given.take(f"no {code}"), Not(chosen(code)), never(feature.name))
        if feature.parent is None:
            if not feature.may_be_none:
                yield Rule(given.take(f"{code} root"), chosen(code), required(feature.name))
        else:
            message = needs_parent(feature.name, feature.parent.name)
            yield Rule(given.take(f"{code} parent"), implied(code, codes[feature.parent.name]), message)
        for group in feature.groups:
            yield from _group_rules(group, feature, codes, given)


def _group_rules(group: Group, parent: Feature, codes: Mapping[str, str], given: Codes) -> Iterator[Rule]:
    above = codes[parent.name]
    if group.kind == "mandatory":
        for child in group.features:
            if not child.may_be_none:
                code = codes[child.name]
                yield Rule(given.take(f"{code} along"), implied(above, code), comes_along(child.name, parent.name))
        return
    least, most = group.bounds
    children = [child.name for child in group.features]
    formula = numbered(above, [codes[name] for name in children], least, most)
    if formula is not None:
        yield Rule(given.take(f"below {above}"), formula, some_below(least, most, children, parent.name))


def value_rules(values: Mapping[str, Feature], codes: Mapping[str, str], given: Codes) -> Iterator[Rule]:
    """That a feature has a value just when it is chosen; `values` are the groups of values by code."""
    for group, feature in values.items():
        formula = Iff(chosen(codes[feature.name]), Not(Has(group, ABSENT)))
        yield Rule(given.take(f"{group} value"), formula, has_value(feature.name))


def chosen(code: str) -> Formula:
    """The feature is in."""
    return Has(FEATURES, code)


def implied(code: str, other: str) -> Formula:
    """With the one comes the other."""
    return Or((Not(chosen(code)), chosen(other)))


def numbered(parent: str, children: Sequence[str], least: int, most: int) -> Formula | None:
    """So many of the children go with the parent; None where that says nothing.

    That the children need the parent is said elsewhere, and so not more than `most` holds without it as well.
    """
    parts: list[Formula] = []
    if least == 1:
        parts.append(Or((Not(chosen(parent)), *map(chosen, children))))
    elif least > 1:
        parts.append(Or((Not(chosen(parent)), Compare(_count(children), ">=", Number(Decimal(least))))))
    if most < len(children):
        parts.append(Compare(_count(children), "<=", Number(Decimal(most))))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _count(children: Sequence[str]) -> Count:
    return Count((), tuple((FEATURES, code) for code in children))
