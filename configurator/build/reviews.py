"""What our staff will look at before a product is made, in words."""

from __future__ import annotations

from app.core.i18n import Translator
from configurator.build.asking import Asking
from configurator.build.wording import Wording
from configurator.engine.product import Product


def reviews_at(asking: Asking, product: Product, words: Wording) -> dict[str, tuple[str, ...]]:
    """What is to be said at each question, by its group, of what is unlikely in `product`."""
    found: dict[str, tuple[str, ...]] = {}
    for due in asking.reviews(product):
        for group in due.groups:
            found[group] = (*found.get(group, ()), sentences(words.of(due.review.message), words.texts))
    return found


def reviews_of(asking: Asking, product: Product, words: Wording) -> tuple[str, ...]:
    """The same for the product as a whole."""
    return tuple(sentences(words.of(due.review.message), words.texts) for due in asking.reviews(product))


def looked_at(texts: Translator) -> str:
    """That staff will look at it."""
    return texts.gettext("Our staff will look at this before it is made.")


def sentences(message: str, texts: Translator) -> str:
    """What is unlikely, and that staff will look at it."""
    return f"{message.rstrip('.')}. {looked_at(texts)}"
