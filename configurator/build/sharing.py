"""The configurator's page as search engines and messengers show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request

from app.core.language import locale_of
from app.core.sharing import SHOP, Share, linked_data
from configurator.build.asking import Asking
from configurator.build.from_price import from_price
from configurator.build.view import BuildPage
from configurator.build.wording import Wording
from configurator.pricing.money import major

SCHEMA = "https://schema.org"


async def share_of(request: Request[Any, Any, Any], asking: Asking, page: BuildPage) -> Share:
    """What is said of the page of a question: its product to search engines, just what it shows to messengers."""
    path = f"/build/{asking.product}"
    query = asking.query(c=page.choices, spec="", want="", picked="", undo="")
    picture = f"/pictures/{asking.product}.png?{query}"
    base_url: str = request.app.state.settings.base_url
    here = f"{base_url}/{locale_of(request)}"
    words = Wording(asking.published.file, locale_of(request))
    label = words.of(asking.published.file.model.label)
    product = {
        "@type": "Product",
        "name": label,
        "description": words.of(asking.published.file.words.intro) or page.summary or label,
        "sku": asking.product,
        "url": here + path,
        "image": here + picture,
        "brand": {"@type": "Brand", "name": SHOP},
        "offers": await _offer(asking, here + path),
    }
    data = linked_data(product, breadcrumbs((SHOP, here + "/"), (label, here + path)))
    return Share(full_name(asking, words), page.summary, path, f"{path}?{query}", picture, page.picture.alt, data)


def full_name(asking: Asking, words: Wording) -> str:
    """What a product and its base model are called, for those who see nothing else of it."""
    product, model = words.of(asking.published.file.model.label), words.of(asking.label)
    return product if model == product else f"{product}: {model}"


def breadcrumbs(*steps: tuple[str, str]) -> Mapping[str, Any]:
    """The way to a page from the front door: (name, address) of each."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


async def _offer(asking: Asking, address: str) -> Mapping[str, Any]:
    least = await from_price(asking)
    return {
        "@type": "AggregateOffer",
        "lowPrice": str(major(least.total, least.currency)),
        "priceCurrency": least.currency,
        "availability": f"{SCHEMA}/MadeToOrder",
        "itemCondition": f"{SCHEMA}/NewCondition",
        "offerCount": max(len(asking.published.file.model.bases), 1),
        "url": address,
    }
