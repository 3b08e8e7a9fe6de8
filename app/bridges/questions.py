"""What the shop's products of today can ask a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from accounts.profile.actions import TOLD
from accounts.profile.models import MEASURE, Texts
from accounts.profile.questions import Answer, Question, Range
from configurator.catalogue.productfile import ProductFile
from configurator.engine.model import Group
from configurator.publishing.shelf import Shelf


class ShelfQuestions:
    """The questions in the product files on the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def asked(self) -> Sequence[Question]:
        """What a person may be asked: measures first, then questions, in the makers' order.

        What several products ask is asked once, in the words of the first.
        """
        files = [published.file for published in self._shelf.products.values()]
        found: dict[str, Question] = {}
        for read in (_measures, _questions):
            for file in files:
                for question in read(file):
                    found.setdefault(question.key, question)
        return tuple(found.values())

    def of(self, key: str) -> Question | None:
        """The question behind a fact's key."""
        if key.startswith((MEASURE, TOLD)):
            return next((question for question in self.asked() if question.key == key), None)
        product, _, code = key.partition(".")
        published = self._shelf.products.get(product)
        group = published and published.file.model.group(code)
        return _of_group(key, group) if group and group.options else None

    def named(self, product: str) -> Texts | None:
        """What a product of today is called."""
        published = self._shelf.products.get(product)
        return published.file.model.label if published else None


def _measures(file: ProductFile) -> Iterator[Question]:
    for group in file.model.groups:
        measure, scale = file.words.groups[group.code].measure, group.scale
        if measure and scale:
            span = Range(scale.least, scale.most, scale.step, group.unit, Decimal(measure.grain))
            yield Question(MEASURE + measure.of, group.label, measure.benefit, range=span)


def _questions(file: ProductFile) -> Iterator[Question]:
    for question in file.questions:
        answers = tuple(Answer(answer.code, answer.label) for answer in question.answers)
        yield Question(TOLD + question.code, question.label, question.benefit, answers)


def _of_group(key: str, group: Group) -> Question:
    return Question(key, group.label, answers=tuple(Answer(option.code, option.label) for option in group.options))
