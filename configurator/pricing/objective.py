"""A price book as the engine's objective: what the cheapest and the dearest products are found by."""

from __future__ import annotations

from configurator.engine.model import ProductModel
from configurator.engine.objective import Objective
from configurator.pricing.book import PriceBook


def objective(book: PriceBook, model: ProductModel) -> Objective:
    """The sum of a product's lines in minor units, before an added tax: `quote.taxed` makes the total of it."""
    scales = {group.code: group.scale for group in model.groups if group.scale is not None}
    return Objective(
        book.base,
        book.options,
        {code: {value: rate.due(value) for value in scales[code].values} for code, rate in book.per_unit.items()},
        book.texts,
        tuple((surcharge.when, surcharge.amount) for surcharge in book.surcharges),
    )
