"""A line of an order, copied whole: every word, price and picture as they are on the day, in every language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.core.i18n import LOCALES
from configurator.build.view import Picture
from configurator.build.wording import Wording
from configurator.orders.models import Content, PriceRow
from configurator.pricing.destinations import withdrawal_days
from configurator.pricing.quote import LineKind, quote
from configurator.specs.impact import Impact
from configurator.specs.models import Revision
from configurator.specs.portrait import picture_in, portrait_of

Draw = Callable[[str, Picture], str]
"""Makes the markup of a picture in a language."""


def content_of(revision: Revision, impact: Impact, draw: Draw, picture_id: str) -> Content:
    """What `revision` is today, which `impact` found to be just what was saved; its drawing's ids begin with the id."""
    asking, product = impact.asking, revision.product
    file = asking.published.file
    portrait = portrait_of(asking, product)
    wordings = {locale: Wording(file, locale) for locale in LOCALES}
    return Content(
        portrait=portrait,
        drawn={locale: draw(locale, replace(picture_in(portrait, locale), id=picture_id)) for locale in LOCALES},
        prices=[
            PriceRow(
                label={locale: words.line(line, asking.book) for locale, words in wordings.items()}, amount=line.amount
            )
            for line in quote(asking.book, product).lines
            if line.kind is not LineKind.TAX
        ],
        snapshot=revision.snapshot,
        personal=dict(asking.answers),
        kept=[dict(group.label) for group in file.individual(asking.answers)],
        withdrawal_days=withdrawal_days(asking.region),
        reviews=[dict(due.review.message) for due in asking.reviews(product)],
    )
