"""The front door: what the shop makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.language import link, locale_of, translator_of
from app.core.rendering import render
from app.core.sharing import SHOP, Share, linked_data
from configurator.build.asking import Asking
from configurator.build.bases import base_cards
from configurator.build.compose import picture_of
from configurator.build.from_price import from_price
from configurator.build.places import chosen_place, place_name, place_notices
from configurator.build.view import BaseCard, Notice, Picture
from configurator.build.wording import Wording
from configurator.engine.verdict import Unbuildable
from configurator.publishing.shelf import Published, Shelf


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as the front door shows it, in the form of its first base model."""

    code: str
    version: str
    label: str
    tagline: str
    intro: str
    picture: Picture
    from_words: str
    href: str
    guide_href: str
    """Where a few questions help to choose, if there are any."""
    bases: tuple[BaseCard, ...]
    elsewhere: tuple[Notice, ...]
    """That it is not sold where the reader is."""


@get("/", include_in_schema=False)
async def home(
    request: Request[Any, Any, Any], session: NamedDependency[AsyncSession], shelf: NamedDependency[Shelf]
) -> Response[str]:
    """Every product with its picture, its base models and what they cost."""
    current = await shelf.all_current(session)
    cards = [await _card(request, published) for published in current]
    products = tuple(filter(None, cards))
    own = next((place for published in current for place in published.file.prices), "")
    place = place_name(chosen_place(request) or own, locale_of(request))
    return render(request, "app/home.html", products=products, place=place, share=_share(request, products))


def _share(request: Request[Any, Any, Any], products: Sequence[ProductCard]) -> Share:
    _ = translator_of(request).gettext
    at = f"{request.app.state.settings.base_url}/{locale_of(request)}"
    items = [
        {"@type": "ListItem", "position": number, "url": f"{at}/build/{product.code}", "name": product.label}
        for number, product in enumerate(products, 1)
    ]
    data = linked_data(
        {"@type": "WebSite", "name": SHOP, "url": f"{at}/", "inLanguage": locale_of(request)},
        {"@type": "ItemList", "itemListElement": items},
    )
    first = products[0] if products else None
    return Share(
        _("Made once you have decided"),
        _("Choose part by part. The price of every change stands beside it, and what does not fit says why."),
        path="/",
        picture=f"/pictures/{first.code}.png?v={first.version}" if first else "",
        alt=first.picture.alt if first else "",
        data=data,
    )


async def _card(request: Request[Any, Any, Any], published: Published) -> ProductCard | None:
    """The product's card; none where nothing of it can be had any more."""
    words = Wording(published.file, locale_of(request))
    fields = {"region": chosen_place(request)}
    asking = Asking.of(published, fields, {})
    try:
        least = await from_price(asking)
        bases = base_cards(asking, words, partial(link, request))
        picture = picture_of(asking, asking.verdict().product, words)
    except Unbuildable:
        return None
    amount, _ = words.money(least.total, asking.book), words.gettext
    return ProductCard(
        asking.product,
        published.short,
        words.of(published.file.model.label),
        words.of(published.file.words.tagline),
        words.of(published.file.words.intro),
        picture,
        _("From {price}", price=amount) if least.proven else _("From about {price}", price=amount),
        link(request, f"/build/{asking.product}"),
        link(request, f"/build/{asking.product}/guide") if published.file.questions else "",
        bases,
        tuple(place_notices(request, asking, fields)),
    )
