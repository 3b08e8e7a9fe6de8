"""Reading the configurator's form for keeping what it says: as a spec, as a revision, or in the cart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Visitor
from app.core.events import Announce
from app.core.forms import redirect
from app.core.language import link, locale_of
from app.core.rendering import render
from app.core.security import guest_secret
from configurator.build.asking import Asking
from configurator.build.changes import TEMPLATE
from configurator.build.compose import Composer, Mistake
from configurator.build.drafts import keep_answers
from configurator.build.handed import filled_in
from configurator.build.pages import keep, load_form
from configurator.events import SpecSaved
from configurator.publishing.shelf import Shelf
from configurator.specs.models import Spec


async def filled(
    request: Request[Any, Any, Any], form: Mapping[str, str], session: AsyncSession, shelf: Shelf
) -> tuple[Asking, Response[Any] | None]:
    """What the form asks; with the answer to give instead where something in it cannot be kept as it is.

    Raises NotFoundException for no product of ours.
    """
    before, _ = await load_form(request, form.get("product", ""), form, session, shelf)
    read = await filled_in(request, before, form, session)
    asking = read.asking
    if read.mistakes:
        return asking, mistaken(request, asking, read.mistakes, await keep(request, before, asking, session))
    verdict = asking.verdict()
    if asking.want or verdict.dropped:
        return asking, redirect(request, asking.address(), await keep(request, before, asking, session))
    return asking.with_choices(verdict.choices), None


async def secret_for(
    request: Request[Any, Any, Any], session: AsyncSession, visitor: Visitor, asking: Asking
) -> tuple[str, list[Cookie]]:
    """The secret of the browser in which something is saved, with its cookie where it is new and needed.

    What was told in the browser is kept behind it.
    """
    token, cookies = guest_secret(request)
    if asking.given or not cookies:
        await keep_answers(session, token, asking.product, asking.given)
    elif visitor.person is not None:
        cookies = []
    return token, cookies


async def announce_saving(
    announce: Announce, session: AsyncSession, visitor: Visitor, spec: Spec, asking: Asking
) -> None:
    """Tell the house that a spec was saved, if it is the visitor's own: a key opens those of others, too."""
    if visitor.owns(spec):
        await announce(session, SpecSaved(visitor, spec.code, asking))


def mistaken(
    request: Request[Any, Any, Any], asking: Asking, mistakes: Mapping[str, Mistake], cookies: Sequence[Cookie] = ()
) -> Response[str]:
    """The configurator's page again, with what was typed and what is wrong with it."""
    page = Composer(asking, locale_of(request), partial(link, request), mistakes).page()
    return render(request, TEMPLATE, status=422, cookies=cookies, page=page)
