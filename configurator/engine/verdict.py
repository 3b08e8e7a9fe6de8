"""What the engine says of a product under the choices made so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from configurator.engine.changes import Change, changed
from configurator.engine.choices import Choice
from configurator.engine.model import Bar, Texts
from configurator.engine.product import Product


class Standing(StrEnum):
    """The state of an option, or of a number or text as a whole."""

    CHOSEN = "chosen"
    IMPLIED = "implied"
    DEFAULT = "default"
    OPEN = "open"
    BLOCKED = "blocked"


class Speaker(StrEnum):
    """What kind of thing a cause is: a rule of the product, the condition under which a group exists, a group's own
    limits, a bar, or a choice nobody knows."""

    RULE = "rule"
    CONDITION = "condition"
    LIMIT = "limit"
    BAR = "bar"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """That a rule `needs` more than a product `has`, at best, with the choices that are to blame.

    `words` say so, with ``{needs}`` and ``{has}``. `terms` are those of the choices that count in it, from the one with
    which most is lost against another answer to the same question.
    """

    needs: Decimal
    has: Decimal
    words: Texts
    terms: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason of a blocked or implied option.

    `rule` is the code of the rule, table or group that speaks, or of the option that is barred. `choices` are the
    shopper's choices that it needs; several causes of one option may share them. `shortfall` are the figures of a rule
    that compares, where they alone show that it cannot hold.
    """

    rule: str
    speaker: Speaker
    message: Texts = field(default_factory=dict)
    bar: Bar | None = None
    choices: tuple[Choice, ...] = ()
    shortfall: Shortfall | None = None


class Unbuildable(Exception):
    """No product meets all rules; `causes` are a minimal set that contradicts itself."""

    def __init__(self, causes: tuple[Cause, ...]) -> None:
        super().__init__(", ".join(cause.rule for cause in causes))
        self.causes = causes


@dataclass(frozen=True, slots=True)
class Dropped:
    """A choice that could not be kept, as it was written, and why."""

    text: str
    causes: tuple[Cause, ...]


Explain = Callable[[], tuple[Cause, ...]]
"""Finds causes; the same ones whenever it is asked."""


def no_causes() -> tuple[Cause, ...]:
    """Of what is neither blocked nor implied."""
    return ()


@dataclass(frozen=True)
class Explained:
    """What a verdict says of something, and why."""

    explain: Explain = field(default=no_causes, kw_only=True, compare=False, repr=False)

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """Why it is blocked or implied; found when first asked for, since that takes longer than the verdict itself."""
        return self.explain()


@dataclass(frozen=True)
class OptionVerdict(Explained):
    """`quantity` is that of the standing product; `quantities` are the non-zero ones within reach."""

    group: str
    option: str
    state: Standing
    quantity: int
    quantities: tuple[int, ...]

    @property
    def code(self) -> str:
        return f"{self.group}.{self.option}"


@dataclass(frozen=True)
class GroupVerdict(Explained):
    """A question and its options. `value`, `least` and `most` are a number's: as it stands, and what it may be.

    One that is not `present` does not exist in the standing product: it has no value and nothing of it is in. What is
    still open there would bring it in; if nothing is, the whole is blocked.
    """

    code: str
    state: Standing
    options: tuple[OptionVerdict, ...] = ()
    value: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    present: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole answer. `product` is the standing product; `missing` are groups that must be answered to order."""

    base: str
    choices: tuple[Choice, ...]
    dropped: tuple[Dropped, ...]
    missing: tuple[str, ...]
    groups: tuple[GroupVerdict, ...]
    product: Product

    @property
    def complete(self) -> bool:
        """Whether it can be ordered as it stands."""
        return not self.missing

    def group(self, code: str) -> GroupVerdict:
        """The verdict on one group; raises KeyError."""
        for group in self.groups:
            if group.code == code:
                return group
        raise KeyError(code)


@dataclass(frozen=True)
class Click:
    """What one click would lead to: the choice it makes, what then changes in the standing product, and the other
    groups that move."""

    choice: Choice
    changes: tuple[Change, ...]
    moves: tuple[str, ...]
    standing: Product = field(repr=False)

    @cached_property
    def product(self) -> Product:
        """The standing product then."""
        return changed(self.standing, self.changes)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A choice that was given up, and what answers its question instead."""

    was: Choice
    now: Choice


@dataclass(frozen=True, slots=True)
class Repair:
    """One way to have what is wanted: the choices to give up for it, none of which can be left out.

    `choices` are all that then stand, oldest first, `product` the standing product they lead to, `difference` its price
    less the price now. `proven` is false where there was no time to prove that fewer choices would not do.
    """

    want: Choice
    given_up: tuple[Choice, ...]
    replaced: tuple[Replaced, ...]
    choices: tuple[Choice, ...]
    product: Product
    difference: int | None
    proven: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """As many of some choices as go together, those that must be given up with their causes, and what then stands.

    `proven` is false where there was no time to prove that fewer would not do.
    """

    choices: tuple[Choice, ...]
    given_up: tuple[Dropped, ...]
    replaced: tuple[Replaced, ...]
    product: Product
    proven: bool
