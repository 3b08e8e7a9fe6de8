"""Where somebody is signed in, and their password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.mail import send_password_news
from accounts.identity.models import Person, SignIn
from accounts.identity.passwords import SHORTEST, hashed, verified, weakness
from accounts.identity.sessions import end_other_sessions, end_session, sessions_of
from accounts.identity.signin import TRIES_AT_EMAIL
from accounts.identity.visitors import SignInNeeded, Visitor, provide_person, provide_visitor
from app.core import clock
from app.core.database import Database
from app.core.formats import format_moment
from app.core.forms import redirect, sent_form
from app.core.language import link, locale_of, translator_of
from app.core.limits import Limiter
from app.core.rendering import render

Asker = Request[Any, Any, Any]

FRESH = timedelta(minutes=15)
"""How long a sign-in by mail stands in for the old password."""


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """What ``templates/accounts/identity/sessions.html`` shows: browser, since when, where its button posts to."""

    title: str
    here: tuple[str, str]
    others: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """What ``templates/accounts/identity/password.html`` shows."""

    title: str
    email: str
    present: bool
    """There is a password now."""
    proof: bool
    """The old password has to be given."""
    done: str = ""
    """What has just been done, in words."""
    shortest: int = SHORTEST
    mistakes: Mapping[str, str] = field(default_factory=dict)


@get("/my/sessions", include_in_schema=False)
async def sessions_page(
    request: Asker,
    visitor: NamedDependency[Visitor],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
) -> Response[Any]:
    """Every browser in which the person is signed in."""
    _, locale, here = translator_of(request).gettext, locale_of(request), visitor.sign_in
    rows = {}
    for each in await sessions_of(session, person.id):
        since = _("since {moment}", moment=format_moment(each.started_at, locale))
        rows[each.id] = each.browser or _("A browser that does not say its name"), since
    if here not in rows:  # it has just been ended elsewhere
        raise SignInNeeded
    others = tuple((*row, link(request, f"/my/sessions/{id_}/ending")) for id_, row in rows.items() if id_ != here)
    page = SessionsPage(_("Where you are signed in"), rows[here], others)
    return render(request, "accounts/identity/sessions.html", page=page)


@post("/my/sessions/{number:str}/ending", include_in_schema=False)
async def end_one(
    request: Asker, number: FromPath[str], person: NamedDependency[Person], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """Sign out of one browser."""
    own = {str(each.id): each for each in await sessions_of(session, person.id)}
    if number not in own:
        raise NotFoundException
    await end_session(session, person.id, own[number].id)
    return redirect(request, "/my/sessions")


@post("/my/sessions/ending", include_in_schema=False)
async def end_others(
    request: Asker,
    visitor: NamedDependency[Visitor],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
) -> Response[Any]:
    """Sign out of every other browser."""
    await end_other_sessions(session, person.id, visitor.sign_in)
    return redirect(request, "/my/sessions")


@get("/my/password", include_in_schema=False)
async def password_page(
    request: Asker,
    visitor: NamedDependency[Visitor],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
) -> Response[Any]:
    """Set, change or remove the password."""
    return _page(request, person, await _needs_proof(session, visitor, person), {})


@post("/my/password", include_in_schema=False)
async def change_password(
    request: Asker,
    database: NamedDependency[Database],
    session: NamedDependency[AsyncSession],
    limits: NamedDependency[Limiter],
) -> Response[Any]:
    """Set a new password, and sign out of every other browser."""
    form, texts = await sent_form(request), translator_of(request)
    visitor, person, proof = await _asked(request, database)
    mistakes = await _unproven(request, person, proof, form, limits)
    new = form.get("new", "")
    if weak := weakness(new, (person.email, person.name), texts):
        mistakes["new"] = weak
    if mistakes:
        return _page(request, person, proof, mistakes)
    await _keep(request, session, visitor, person, await hashed(new))
    return redirect(request, "/my/password?done=changed")


@post("/my/password/removal", include_in_schema=False)
async def remove_password(
    request: Asker,
    database: NamedDependency[Database],
    session: NamedDependency[AsyncSession],
    limits: NamedDependency[Limiter],
) -> Response[Any]:
    """Go without a password from now on, and sign out of every other browser."""
    form = await sent_form(request)
    visitor, person, proof = await _asked(request, database)
    if mistakes := await _unproven(request, person, proof, form, limits):
        return _page(request, person, proof, mistakes)
    await _keep(request, session, visitor, person, None)
    return redirect(request, "/my/password?done=removed")


async def _asked(request: Asker, database: Database) -> tuple[Visitor, Person, bool]:
    """Who asks, and whether they must prove it: read beforehand, since no transaction may be open while we hash."""
    async with database.reading() as reading:
        visitor = await provide_visitor(request, reading)
        person = provide_person(visitor)
        return visitor, person, await _needs_proof(reading, visitor, person)


async def _needs_proof(session: AsyncSession, visitor: Visitor, person: Person) -> bool:
    if person.password is None:
        return False
    here = await session.get_one(SignIn, visitor.sign_in)
    return not (here.by_mail and here.started_at > clock.now() - FRESH)


async def _unproven(
    request: Asker, person: Person, proof: bool, form: Mapping[str, str], limits: Limiter
) -> dict[str, str]:
    if not proof:
        return {}
    limits.hit(TRIES_AT_EMAIL, person.email)
    if (await verified(form.get("old", ""), person.password)).right:
        return {}
    return {"old": translator_of(request).gettext("That is not your present password.")}


async def _keep(request: Asker, session: AsyncSession, visitor: Visitor, person: Person, password: str | None) -> None:
    await session.execute(update(Person).where(Person.id == person.id).values(password=password))
    await end_other_sessions(session, person.id, visitor.sign_in)
    await send_password_news(session, request, person, removed=password is None)


def _page(request: Asker, person: Person, proof: bool, mistakes: Mapping[str, str]) -> Response[Any]:
    _, present = translator_of(request).gettext, person.password is not None
    done = {"changed": _("Your password was changed"), "removed": _("Your password was removed")}
    said = done.get(request.query_params.get("done", ""), "")
    page = PasswordPage(_("Your password"), person.email, present, proof, said, mistakes=mistakes)
    return render(request, "accounts/identity/password.html", status=422 if mistakes else 200, page=page)


routes = [sessions_page, end_one, end_others, password_page, change_password, remove_password]
