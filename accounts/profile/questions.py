"""What can be asked and told. The questions themselves come from the shop's products: see ``app/bridges``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol, runtime_checkable

from accounts.profile.models import Texts


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the buttons."""

    value: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers that a measure can be, in the unit people give it in; `grain` base units (mm, g) are one of it."""

    least: Decimal
    most: Decimal
    step: Decimal
    unit: Texts
    grain: Decimal


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers, or a measure with its range, and what the person gets for telling."""

    key: str
    label: Texts
    benefit: Texts = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    range: Range | None = None

    def answer(self, value: str) -> Answer | None:
        """The answer of that value."""
        return next((answer for answer in self.answers if answer.value == value), None)


@runtime_checkable  # as the framework looks whether it hands over what a handler asks for
class Questions(Protocol):
    """All that the shop's products of today can ask. No database is asked for it."""

    def asked(self) -> Sequence[Question]:
        """What a person may be asked: measures first, then questions, in the makers' order."""

    def of(self, key: str) -> Question | None:
        """The question behind a fact's key, also of one that was observed: then its answers are the options."""

    def named(self, product: str) -> Texts | None:
        """What a product of today is called."""
