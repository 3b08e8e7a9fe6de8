"""The frame around every page."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from accounts.identity.anonymity import anonymity_of
from accounts.identity.visitors import SESSION_COOKIE
from app.core.ids import is_token
from app.core.language import link, locale_of, translator_of
from configurator.publishing.shelf import Shelf


def shell(request: Request[Any, Any, Any]) -> Mapping[str, object]:
    """What ``templates/layouts/page.html`` shows on every page: links as (label, address, is current), and by what the
    browser is anonymous.

    Whether somebody is signed in is told by their cookie alone: a page that asks the database nothing stays so.
    """
    shelf: Shelf = request.app.state.shelf
    locale, here, _ = locale_of(request), request.scope["path"], translator_of(request).gettext
    nav = []
    for code, published in shelf.products.items():
        label, path = published.file.model.label, f"/build/{code}"
        nav.append((label.get(locale) or next(iter(label.values()), code), link(request, path), here == path))
    person = (_("My page"), "/my") if is_token(request.cookies.get(SESSION_COOKIE, "")) else (_("Sign in"), "/signin")
    own = [(label, link(request, path), here == path) for label, path in (person, (_("Cart"), "/cart"))]
    return {"products_nav": tuple(nav), "own_nav": tuple(own), "anonymity": anonymity_of(request)}
