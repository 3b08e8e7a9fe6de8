"""Groups that exist only while a condition holds: of what each condition speaks, and which group comes after which."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from configurator.engine.language import Attribute, Count, Formula, Given, Has, Linear, Quantity, Total, Value, parts
from configurator.engine.model import ProductModel


class Circular(ValueError):
    """Groups each of which exists only if the next one is asked, and so round to itself."""

    def __init__(self, groups: tuple[str, ...]) -> None:
        super().__init__(", ".join(groups))
        self.groups = groups


def spoken_of(model: ProductModel, node: Formula | Linear) -> Iterator[str]:
    """The codes of the groups whose answers decide `node`; some more than once."""
    match node:
        case Has(group) | Given(group) | Value(group) | Attribute(group) | Quantity(group):
            yield group
        case Total(attribute, groups):
            having = (group.code for group, option in model.options() if attribute in option.attributes)
            yield from groups or having
        case Count(groups, options):
            yield from groups
            yield from (group for group, _ in options)
        case _:
            for part in parts(node):
                yield from spoken_of(model, part)


def depths(model: ProductModel) -> dict[str, int]:
    """For each group how many conditions stand before it: 0 for one that always exists, otherwise one more than the
    deepest that its condition speaks of. Raises `Circular`.
    """
    leans_on = {g.code: list(spoken_of(model, g.when)) if g.when is not None else [] for g in model.groups}
    try:
        order = list(TopologicalSorter(leans_on).static_order())
    except CycleError as error:
        raise Circular(tuple(reversed(error.args[1][1:]))) from None
    found: dict[str, int] = {}
    conditional = {group.code for group in model.groups if group.when is not None}
    for code in order:
        before = (found[other] for other in leans_on.get(code, ()))
        found[code] = 1 + max(before, default=0) if code in conditional else 0
    return found
