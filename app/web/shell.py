"""The frame around every page."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from app.core.language import link, locale_of
from configurator.publishing.shelf import Shelf


def shell(request: Request[Any, Any, Any]) -> Mapping[str, object]:
    """What ``templates/layouts/page.html`` shows on every page: the products, as (label, address, is current)."""
    shelf: Shelf = request.app.state.shelf
    locale, here = locale_of(request), request.scope["path"]
    nav = []
    for code, published in shelf.products.items():
        label, path = published.file.model.label, f"/build/{code}"
        nav.append((label.get(locale) or next(iter(label.values()), code), link(request, path), here == path))
    return {"products_nav": tuple(nav)}
