"""A whole product file: what the engine, the prices and the pages each take from it."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from configurator.catalogue.questions import QuestionWords, read_questions
from configurator.catalogue.words import ProductWords, read_words
from configurator.engine.file.document import Document
from configurator.engine.file.modelfile import read_model
from configurator.engine.model import Group, Option, ProductModel
from configurator.pricing.book import PriceBook
from configurator.pricing.pricefile import read_prices


@dataclass(frozen=True)
class ProductFile:
    """A product as its author wrote it, read and without problems."""

    source: str
    model: ProductModel
    prices: Mapping[str, PriceBook]
    words: ProductWords
    questions: tuple[QuestionWords, ...] = ()

    @property
    def code(self) -> str:
        return self.model.code

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """The groups by code."""
        return {group.code: group for group in self.model.groups}

    @cached_property
    def options(self) -> Mapping[tuple[str, str], Option]:
        """The options by the codes of their groups and their own."""
        return {(group.code, option.code): option for group, option in self.model.options()}

    @property
    def content_hash(self) -> str:
        """SHA-256 of what the file says; comments and layout do not count."""
        data = tomllib.loads(self.source, parse_float=Decimal)
        canonical = json.dumps(data, default=str, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def individual(self, answers: Mapping[str, str]) -> list[Group]:
        """The groups whose answers, among the personal ones given, make the product one person's alone."""
        return [g for g in self.model.groups if g.code in answers and self.words.groups[g.code].individual]


def read_product(source: str, name: str) -> ProductFile:
    """Read a product file; raises `ProductFileError` with every problem found in it."""
    document = Document(source, name)
    model = read_model(document)
    prices = read_prices(document, model)
    words = read_words(document, model)
    questions = read_questions(document, model)
    document.finish()
    return ProductFile(source, model, prices, words, questions)
