"""What somebody should look at before a product is made: unlikely measures, said and not refused."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from configurator.engine.conditions import spoken_of
from configurator.engine.evaluate import condition
from configurator.engine.model import ProductModel, Review
from configurator.engine.product import Product


@dataclass(frozen=True, slots=True)
class _Reviewing:
    review: Review
    groups: tuple[str, ...]
    personal: frozenset[str]
    holds: Callable[[Product], bool]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review that is due, and the groups it speaks of, in the order of its formula."""

    review: Review
    groups: tuple[str, ...]


class Reviewer:
    """Knows the reviews of one product."""

    def __init__(self, model: ProductModel) -> None:
        asked = frozenset(group.code for group in model.groups if group.personal)
        self._reviews = []
        for review in model.reviews:
            groups = tuple(dict.fromkeys(spoken_of(model, review.when)))
            self._reviews.append(_Reviewing(review, groups, asked.intersection(groups), condition(model, review.when)))

    def due(self, product: Product, answered: Collection[str]) -> tuple[Reviewed, ...]:
        """The reviews whose formula holds in `product`; those alone whose personal groups are all among the `answered`,
        since nobody is told that a default of ours is unlikely.
        """
        return tuple(
            Reviewed(each.review, each.groups)
            for each in self._reviews
            if each.personal <= set(answered) and each.holds(product)
        )
