"""What a product can say. Plain frozen values: no solver, no prices, no pictures.

Numbers are exact (`Decimal`); texts are given per locale; codes are short and stable, for they stand in addresses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from configurator.engine.choices import Choice
from configurator.engine.language import Formula
from configurator.engine.product import Product

Texts = Mapping[str, str]
"""Locale to text, for example ``{"en": "Frame", "ru": "Рама"}``."""


class Kind(StrEnum):
    """What a group takes for an answer."""

    ONE = "one"
    SOME = "some"
    NUMBER = "number"
    TEXT = "text"
    FILE = "file"


class BarKind(StrEnum):
    """Why an option is not to be had, whatever else is chosen."""

    STOCK = "stock"
    RETIRED = "retired"
    STAFF = "staff"
    ENDED = "ended"
    NOT_YET = "not_yet"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of the question and not of the product: the day and the region it is asked for."""

    day: dt.date
    region: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A reason outside the rules that keeps an option from being chosen."""

    kind: BarKind
    note: Texts = field(default_factory=dict)
    day: dt.date | None = None
    regions: frozenset[str] = frozenset()

    def stands(self, facts: Facts) -> bool:
        """Whether it holds under `facts`."""
        match self.kind:
            case BarKind.ENDED:
                return self.day is not None and facts.day > self.day
            case BarKind.NOT_YET:
                return self.day is not None and facts.day < self.day
            case BarKind.REGION:
                return facts.region not in self.regions
            case _:
                return True


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to a group's question.

    `quantities` are the non-zero piece counts it comes in, `lead_days` how long one has to wait for it.
    """

    code: str
    label: Texts
    attributes: Mapping[str, Decimal] = field(default_factory=dict)
    quantities: tuple[int, ...] = (1,)
    bars: tuple[Bar, ...] = ()
    lead_days: int = 0


@dataclass(frozen=True, slots=True)
class Scale:
    """The values of a number group, from `least` to `most` in steps of `step`."""

    least: Decimal
    most: Decimal
    step: Decimal

    @property
    def count(self) -> int:
        """How many values there are."""
        return int((self.most - self.least) / self.step) + 1

    @property
    def values(self) -> tuple[Decimal, ...]:
        return tuple(self.least + index * self.step for index in range(self.count))


@dataclass(frozen=True, slots=True)
class Group:
    """A question to the shopper.

    `least` and `most` bound the pieces of a `some` group; `scale` and `unit` belong to a number,
    `max_length` and `alphabet` (the names of its sets, none for anything printable) to a text, `most_bytes` to a file.
    A `required` number, text or file must be answered before the product can be ordered.
    With `when` the group exists only in products of which that is true, as `when_message` tells a shopper; where it
    does not exist it has no answer, its numbers count 0, and nothing is required of it.
    """

    code: str
    kind: Kind
    label: Texts
    options: tuple[Option, ...] = ()
    least: int = 0
    most: int | None = None
    scale: Scale | None = None
    unit: Texts = field(default_factory=dict)
    max_length: int = 0
    personal: bool = False
    required: bool = False
    when: Formula | None = None
    when_message: Texts = field(default_factory=dict)
    alphabet: tuple[str, ...] = ()
    most_bytes: int = 0

    def option(self, code: str) -> Option | None:
        """The option of that code, or None."""
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True, slots=True)
class Rule:
    """A statement that every buildable product meets, with the message a shopper reads.

    `figures` goes on from the message where a comparison fails, with ``{needs}`` and ``{has}`` for its two sides.
    """

    code: str
    formula: Formula
    message: Texts
    figures: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Combinations of answers that are allowed (or forbidden); each cell is a set of option codes.

    A group that does not exist fits every cell of what is allowed. In what is forbidden it fits only a cell of all
    options.
    """

    code: str
    groups: tuple[str, ...]
    rows: tuple[tuple[frozenset[str], ...], ...]
    allow: bool
    message: Texts


@dataclass(frozen=True, slots=True)
class Review:
    """What staff look at before the product is made, where `when` holds; it forbids nothing."""

    code: str
    when: Formula
    message: Texts


@dataclass(frozen=True, slots=True)
class BaseModel:
    """A named starting set: its defaults, in the author's order of importance."""

    code: str
    label: Texts
    defaults: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ProductModel:
    """A product as the engine sees it. The first base model is the product's own.

    `lead_days` is how long it takes to make it, once everything for it is there.
    """

    code: str
    label: Texts
    groups: tuple[Group, ...]
    rules: tuple[Rule, ...] = ()
    tables: tuple[Table, ...] = ()
    bases: tuple[BaseModel, ...] = ()
    lead_days: int = 0
    reviews: tuple[Review, ...] = ()

    def wait(self, product: Product) -> int:
        """Days until `product` is ready: those of the option in it that one waits for longest, and its own."""
        inside = (option.lead_days for group, option in self.options() if product.pieces(group.code, option.code))
        return self.lead_days + max(inside, default=0)

    def sold(self, choices: Iterable[Choice], region: str) -> bool:
        """Whether a region has all the options that are chosen."""
        chosen = {choice.code for choice in choices}
        parts = (option for group, option in self.options() if f"{group.code}.{option.code}" in chosen)
        return all(region in bar.regions for part in parts for bar in part.bars if bar.kind is BarKind.REGION)

    def group(self, code: str) -> Group | None:
        """The group of that code, or None."""
        return next((group for group in self.groups if group.code == code), None)

    def __getitem__(self, code: str) -> Group:
        """The group of that code; raises KeyError."""
        found = self.group(code)
        if found is None:
            raise KeyError(code)
        return found

    def base(self, code: str) -> BaseModel | None:
        """The base model of that code, or None."""
        return next((base for base in self.bases if base.code == code), None)

    def options(self) -> Iterator[tuple[Group, Option]]:
        """Every option with its group, in the author's order."""
        for group in self.groups:
            for option in group.options:
                yield group, option
