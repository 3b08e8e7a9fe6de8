"""The page of a key; and the list of all pages by which people come in."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity import anonymity, languages, my, signin, signup
from accounts.identity.keys import hold, key_of
from accounts.identity.steps import StepPage, show
from app.core.forms import redirect, sent_form
from app.core.ids import digest
from app.core.language import link, translator_of
from app.core.security import guest_secret

Asker = Request[Any, Any, Any]


@get("/key", include_in_schema=False)
async def key_page(request: Asker, session: NamedDependency[AsyncSession]) -> Response[Any]:
    """What a letter's key opens. Looking at it opens nothing yet: mail programs look, too."""
    token = request.query_params.get("token", "")
    if await key_of(session, token) is None:
        return _unknown(request)
    _ = translator_of(request).gettext
    words = _("This link opens what you saved or ordered here. It stays open in this browser, so use your own.")
    return show(request, StepPage(_("Open it?"), (words,), link(request, "/key"), _("Open it"), token))


@post("/key", include_in_schema=False)
async def use_key(request: Asker, session: NamedDependency[AsyncSession]) -> Response[Any]:
    """Open the key's page to this browser, and go there."""
    form = await sent_form(request)
    key = await key_of(session, form.get("token", ""))
    if key is None:
        return _unknown(request)
    secret, cookies = guest_secret(request)
    await hold(session, key, digest(secret))
    return redirect(request, key.opens, cookies)


def _unknown(request: Asker) -> Response[Any]:
    _ = translator_of(request).gettext
    words = _("It may have been cut off on its way. Copy all of it from the letter.")
    ways = ((_("To the shop"), link(request, "/")),)
    return show(request, StepPage(_("We do not know this link"), (words,), ways=ways), 404)


routes = [*signin.routes, *signup.routes, *my.routes, *languages.routes, *anonymity.routes, key_page, use_key]
