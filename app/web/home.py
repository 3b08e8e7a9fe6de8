"""The front door: what the shop makes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.language import link, locale_of
from app.core.rendering import render
from configurator.build.asking import Asking
from configurator.build.compose import picture_of
from configurator.build.view import BaseCard, Picture
from configurator.build.wording import Wording
from configurator.engine.verdict import Unbuildable
from configurator.pricing.quote import quote
from configurator.publishing.shelf import Published, Shelf


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as the front door shows it, in the form of its first base model."""

    label: str
    tagline: str
    intro: str
    picture: Picture
    from_words: str
    href: str
    bases: tuple[BaseCard, ...]


@get("/", include_in_schema=False)
async def home(
    request: Request[Any, Any, Any], session: NamedDependency[AsyncSession], shelf: NamedDependency[Shelf]
) -> Response[str]:
    """Every product with its picture, its base models and what they cost."""
    cards = [_card(request, published) for published in await shelf.all_current(session)]
    return render(request, "app/home.html", products=tuple(filter(None, cards)))


def _card(request: Request[Any, Any, Any], published: Published) -> ProductCard | None:
    """The product's card; none where nothing of it can be had any more."""
    words = Wording(published.file, locale_of(request))
    first = Asking.of(published, {}, {})
    askings = [replace(first, base=base.code) for base in published.file.model.bases] or [first]
    try:
        totals = [quote(asking.book, asking.verdict().product).total for asking in askings]
    except Unbuildable:
        return None
    lowest = words.money(min(totals), first.book)
    make = partial(_base, words, partial(link, request))
    return ProductCard(
        words.of(published.file.model.label),
        words.of(published.file.words.tagline),
        words.of(published.file.words.intro),
        picture_of(first, first.verdict().product, words),
        words.gettext("Base models from {price}", price=lowest),
        link(request, f"/build/{first.product}"),
        tuple(make(asking, total) for asking, total in zip(askings, totals, strict=True) if asking.base),
    )


def _base(words: Wording, at: partial[str], asking: Asking, total: int) -> BaseCard:
    base = asking.published.file.model.base(asking.base)
    note = asking.published.file.words.bases.get(asking.base, {})
    label = words.of(base.label) if base else ""
    return BaseCard(asking.base, label, words.of(note), at(asking.address()), False, words.money(total, asking.book))
