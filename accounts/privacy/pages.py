"""After signing in: what may be yours. And signing out, which leaves nothing of yours in the browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Person
from accounts.identity.onward import onward
from accounts.identity.sessions import end_this_session
from accounts.identity.visitors import Visitor
from accounts.privacy import data, export, permissions, policy
from accounts.privacy.joining import join, offered, refuse
from accounts.privacy.personal import rooms_of
from app.core.formats import format_date
from app.core.forms import redirect, sent_form
from app.core.ids import digest
from app.core.language import link, locale_of, translator_of
from app.core.rendering import render
from app.core.security import guest_token

Asker = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class JoiningPage:
    """What ``templates/accounts/privacy/joining.html`` shows: each thing with its words and since when there is one."""

    title: str
    email: str
    things: tuple[tuple[str, str], ...]
    next: str
    later_href: str


@get("/my/joining", include_in_schema=False)
async def joining_page(
    request: Asker,
    visitor: NamedDependency[Visitor],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
) -> Response[Any]:
    """What would join the account; straight on where there is nothing."""
    following = onward(request.query_params.get("next", ""))
    found = await offered(session, rooms_of(request), visitor, person)
    if not found:
        return redirect(request, following)
    locale = locale_of(request)
    things = tuple((each.words(locale), format_date(each.since.date(), locale)) for each in found)
    title = translator_of(request).gettext("Is this yours?")
    page = JoiningPage(title, person.email, things, following, link(request, following))
    return render(request, "accounts/privacy/joining.html", page=page)


@post("/my/joining", include_in_schema=False)
async def join_all(
    request: Asker,
    visitor: NamedDependency[Visitor],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
) -> Response[Any]:
    """It is theirs: it joins the account."""
    form = await sent_form(request)
    await join(session, rooms_of(request), visitor, person)
    return redirect(request, onward(form.get("next", "")))


@post("/my/joining/refusal", include_in_schema=False)
async def refuse_all(
    request: Asker,
    visitor: NamedDependency[Visitor],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
) -> Response[Any]:
    """It is somebody else's: it stays as it is, and they are not asked again."""
    form = await sent_form(request)
    await refuse(session, rooms_of(request), visitor, person)
    return redirect(request, onward(form.get("next", "")))


@post("/signout", include_in_schema=False)
async def sign_out(request: Asker, session: NamedDependency[AsyncSession]) -> Response[Any]:
    """Sign out of this browser, and forget what was only told in it: it may not be theirs alone."""
    cookie = await end_this_session(session, request)
    if token := guest_token(request):
        for room in rooms_of(request):
            await room.part(session, digest(token))
    return redirect(request, "/", [cookie])


own = (joining_page, join_all, refuse_all, sign_out)
routes = [*own, *permissions.routes, *policy.routes, *data.routes, *export.routes]
