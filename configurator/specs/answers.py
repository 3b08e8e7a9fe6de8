"""What a saved product answers and costs, to its owner and to others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from configurator.build.asking import Asking
from configurator.build.wording import Wording
from configurator.engine.model import Kind
from configurator.engine.product import Product
from configurator.pricing.book import PriceBook
from configurator.pricing.quote import LineKind, quote


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a group's question in words, with what it adds or takes off in minor units.

    `upload` is the picture that answers it: two of them read alike.
    """

    group: str
    label: str
    words: str
    amount: int
    upload: str = ""


def answers_of(asking: Asking, product: Product, words: Wording) -> Iterator[Answer]:
    """The answers in the author's order; unanswered questions are left out, and personal ones not in `asking`."""
    own = (LineKind.OPTION, LineKind.NUMBER, LineKind.TEXT)
    lines = [line for line in quote(asking.book, product).lines if line.kind in own]
    for group in asking.published.file.model.groups:
        said = words.answer(group, product, asking.answers)
        if said:
            amount = sum(line.amount for line in lines if line.code.partition(".")[0] == group.code)
            upload = asking.answers[group.code] if group.kind is Kind.FILE else ""
            yield Answer(group.code, words.of(group.label), said, amount, upload)


def priced_for(asking: Asking, product: Product, owner: bool) -> tuple[PriceBook, Product]:
    """The book and the product to quote by: for others than the owner without what measures and words cost, which
    would give them away."""
    book = asking.book
    if owner:
        return book, product
    personal = {group.code for group in asking.published.file.model.groups if group.personal}
    per_unit = {code: rate for code, rate in book.per_unit.items() if code not in personal}
    texts = {code: price for code, price in book.texts.items() if code not in personal}
    # A surcharge may go by a measure: it counts as for somebody who has told none.
    untold = asking.verdict().product.numbers
    shown = {code: untold.get(code) if code in personal else value for code, value in product.numbers.items()}
    numbers = {code: value for code, value in shown.items() if value is not None}
    return replace(book, per_unit=per_unit, texts=texts), replace(product, numbers=numbers, texts=frozenset())
