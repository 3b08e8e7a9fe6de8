"""Whether a statement holds in a product, read straight from its formula."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal

from configurator.engine.language import (
    And,
    Attribute,
    Compare,
    Count,
    Formula,
    Given,
    Has,
    Iff,
    Linear,
    Not,
    Number,
    Or,
    Plus,
    Quantity,
    Times,
    Total,
    Value,
)
from configurator.engine.model import Kind, ProductModel
from configurator.engine.product import Product

Condition = Callable[[Product], bool]
Figure = Callable[[Product], Decimal]

NONE = Decimal(0)
"""What counts for a number that does not exist, and for an attribute that nothing has."""

SIGNS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "=": operator.eq,
    "!=": operator.ne,
}


def condition(model: ProductModel, formula: Formula) -> Condition:
    """The formula as a function of a product, made once and asked often."""
    match formula:
        case Has(group, option):
            return lambda product: (group, option) in product.options
        case Given(group):
            return _given(model, group)
        case Not(part):
            inner = condition(model, part)
            return lambda product: not inner(product)
        case And(parts):
            every = [condition(model, part) for part in parts]
            return lambda product: all(holds(product) for holds in every)
        case Or(parts):
            some = [condition(model, part) for part in parts]
            return lambda product: any(holds(product) for holds in some)
        case Iff(one, other):
            first, second = condition(model, one), condition(model, other)
            return lambda product: first(product) == second(product)
        case Compare(left, sign, right):
            low, high, compare = figure(model, left), figure(model, right), SIGNS[sign]
            return lambda product: compare(low(product), high(product))


def figure(model: ProductModel, linear: Linear) -> Figure:
    """The expression as a function of a product."""
    match linear:
        case Number(value):
            return lambda product: value
        case Value(group):
            return lambda product: product.numbers.get(group, NONE)
        case Quantity(group, option):
            return lambda product: Decimal(product.pieces(group, option))
        case Attribute(group, attribute):
            return _total(model, attribute, (group,))
        case Total(attribute, groups):
            return _total(model, attribute, groups or tuple(group.code for group in model.groups))
        case Count(groups, options):
            return lambda product: Decimal(
                sum(count for (group, _), count in product.options.items() if group in groups)
                + sum(key in product.options for key in options)
            )
        case Plus(parts):
            terms = [figure(model, part) for part in parts]
            return lambda product: sum((term(product) for term in terms), NONE)
        case Times(left, right):
            one, other = figure(model, left), figure(model, right)
            return lambda product: one(product) * other(product)


def _given(model: ProductModel, group: str) -> Condition:
    match model[group].kind:
        case Kind.TEXT | Kind.FILE:
            return lambda product: group in product.texts
        case Kind.NUMBER:
            return lambda product: group in product.numbers
        case _:
            return lambda product: any(code == group for code, _ in product.options)


def _total(model: ProductModel, attribute: str, groups: tuple[str, ...]) -> Figure:
    figures = {
        (group.code, option.code): option.attributes[attribute]
        for group, option in model.options()
        if group.code in groups and attribute in option.attributes
    }
    return lambda product: sum((figures[key] * count for key, count in product.options.items() if key in figures), NONE)
