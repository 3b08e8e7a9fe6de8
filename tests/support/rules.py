"""What the rules of a whole product say when each is broken alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from configurator.engine.compiled import CompiledProduct
from configurator.engine.language import Not
from configurator.engine.model import Facts, Kind, ProductModel, Rule
from configurator.engine.product import Product


def silent_rules(model: ProductModel, facts: Facts) -> list[str]:
    """The rules that nobody ever reads: for each there should be a product that every other rule lets pass, and who
    wants that product, with everything to be had, should be told the rule's words."""
    stocked = _in_stock(model)
    compiled = CompiledProduct(stocked)
    return [rule.code for rule in stocked.rules if rule.code not in _told(stocked, compiled, rule, facts)]


def _told(model: ProductModel, compiled: CompiledProduct, rule: Rule, facts: Facts) -> set[str]:
    others = tuple(each for each in model.rules if each is not rule)
    against = Rule("against", Not(rule.formula), rule.message)
    strange = CompiledProduct(replace(model, rules=(*others, against))).propose([], facts).product
    refused = compiled.propose(_whole(model, strange), facts).dropped
    return {cause.rule for each in refused for cause in each.causes}


def _whole(model: ProductModel, product: Product) -> Iterator[str]:
    """All of a product, as choices: what is in, and that the rest is not."""
    for group in model.groups:
        if group.kind is Kind.ONE:
            yield from (f"{group.code}.{option}" for option, _ in product.chosen(group.code))
        else:
            yield from (f"{group.code}.{each.code}:{product.pieces(group.code, each.code)}" for each in group.options)
        if group.code in product.numbers:
            yield f"{group.code}:{product.numbers[group.code]}"
        if group.code in product.texts:
            yield f"{group.code}:1"


def _in_stock(model: ProductModel) -> ProductModel:
    groups = (replace(g, options=tuple(replace(o, bars=()) for o in g.options)) for g in model.groups)
    return replace(model, groups=tuple(groups))
