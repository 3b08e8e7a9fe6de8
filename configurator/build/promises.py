"""What is promised besides the price: when a product will be ready, and whether it may be sent back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from app.core.formats import country_name, format_date
from app.core.i18n import translator
from configurator.build.asking import Asking
from configurator.build.view import Slip
from configurator.build.wording import Wording
from configurator.engine.model import Texts
from configurator.engine.product import Product
from configurator.pricing.destinations import withdrawal_days


def promised(slip: Slip, asking: Asking, product: Product, words: Wording) -> Slip:
    """The slip of `product` with what is promised where `asking` asks."""
    return replace(
        slip,
        ready=ready_words(asking, product, words),
        back=back_words(bool(asking.published.file.individual(asking.answers)), asking.region, words),
        place=country_name(asking.region.upper(), words.locale),
    )


def ready_words(asking: Asking, product: Product, words: Wording) -> str:
    """When it will be ready if it is ordered today; nothing where its maker does not say.

    Days are those of the calendar, from today on: for the part that one waits for longest, then to make it.
    """
    days = asking.published.file.model.wait(product)
    day = asking.facts.day + timedelta(days=days)
    return words.gettext("Ready to send about {day}", day=format_date(day, words.locale)) if days else ""


def back_words(individual: bool, place: str, words: Wording) -> str:
    """Whether it may be sent back, in short."""
    if individual:
        return words.gettext("Made for you alone: it cannot be sent back")
    return words.texts.ngettext("{n} day to send it back", "{n} days to send it back", withdrawal_days(place))


def withdrawal_words(kept: Sequence[Texts], days: int, locale: str) -> str:
    """Whether the customer may withdraw from the purchase of a line, and if not, which questions' answers end it."""
    texts = translator(locale)
    if not kept:
        return texts.ngettext(
            "You may withdraw from the purchase within {n} day of delivery.",
            "You may withdraw from the purchase within {n} days of delivery.",
            days,
        )
    named = ", ".join(words.get(locale) or next(iter(words.values()), "") for words in kept)
    return texts.gettext("No right of withdrawal: it is made for you alone ({questions}).", questions=named)
