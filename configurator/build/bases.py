"""The base models, as one may start from: each by its own name and price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from app.core.kept import Kept
from configurator.build.asking import Asking
from configurator.build.view import BaseCard
from configurator.build.wording import Wording
from configurator.pricing.quote import total

_totals: Kept[int] = Kept(500)


def base_cards(asking: Asking, words: Wording, link: Callable[[str], str]) -> tuple[BaseCard, ...]:
    """Each base model with the price and the drawing of its own standing product; its address keeps what `asking`
    chooses. The drawings are views of one file."""
    file = asking.published.file
    plain = replace(asking, choices=(), answers={}, spec="", want="", picked=(), undo="")
    drawn = f"/pictures/bases/{file.code}.svg?{plain.query(base='')}"
    book, day = asking.book, asking.facts.day
    return tuple(
        BaseCard(
            base.code,
            words.of(base.label),
            words.of(file.words.bases.get(base.code, {})),
            link(replace(asking, base=base.code).address()),
            base.code == asking.base,
            words.money(_own_total(plain, base.code, day), book),
            f"{drawn}#{base.code}" if file.words.picture else "",
        )
        for base in asking.bases
    )


def _own_total(plain: Asking, base: str, day: date) -> int:
    """What stands where nothing is chosen costs the same all day."""

    def made() -> int:
        return total(plain.book, replace(plain, base=base).verdict().product)

    return _totals.made((plain.published.hash, base, plain.region, day), made)
