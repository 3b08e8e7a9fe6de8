"""Signing in: one page with both ways, by password and by a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.addresses import NoAddress, hint, read_email
from accounts.identity.links import BrokenLink, Why, spend, working_link
from accounts.identity.mail import limit_letters, send_link
from accounts.identity.models import Person, Purpose
from accounts.identity.onward import onward, with_next
from accounts.identity.passwords import verified
from accounts.identity.people import person_of
from accounts.identity.sessions import start_session
from accounts.identity.steps import StepPage, look_into_your_mail, no_address_words, show
from accounts.identity.visitors import Visitor
from app.core.database import Database
from app.core.forms import redirect, sent_form
from app.core.language import link, translator_of
from app.core.limits import Limit, Limiter, caller_of
from app.core.rendering import render

Asker = Request[Any, Any, Any]

TRIES_OF_CALLER = Limit("sign-ins of a caller", 30, timedelta(minutes=15))
TRIES_AT_EMAIL = Limit("sign-ins at an e-mail", 10, timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class SignInPage:
    """What ``templates/accounts/identity/signin.html`` shows."""

    title: str
    next: str
    signup_href: str
    email: str = ""
    mistakes: Mapping[str, str] = field(default_factory=dict)
    """What is wrong, by field."""


@get("/signin", include_in_schema=False)
async def sign_in_page(request: Asker, visitor: NamedDependency[Visitor]) -> Response[Any]:
    """Both ways to sign in; straight on for whoever is signed in."""
    following = onward(request.query_params.get("next", ""))
    if visitor.person is not None:
        return redirect(request, following)
    return _page(request, following, "", {})


@post("/signin", include_in_schema=False)
async def sign_in(
    request: Asker,
    database: NamedDependency[Database],
    session: NamedDependency[AsyncSession],
    limits: NamedDependency[Limiter],
) -> Response[Any]:
    """Sign in by password. No transaction is open while it is verified: SQLite has one lock for all who write."""
    form = await sent_form(request)
    following, typed = onward(form.get("next", "")), form.get("email", "")
    try:
        email = read_email(typed)
    except NoAddress:
        return _no_address(request, following, typed)
    limits.hit(TRIES_OF_CALLER, caller_of(request))
    limits.hit(TRIES_AT_EMAIL, email)
    async with database.reading() as reading:
        person = await person_of(reading, email)
    found = await verified(form.get("password", ""), person.password if person else None)
    if person is None or not found.right:
        words = translator_of(request).gettext(
            "This e-mail and this password do not go together. Try once more, or have a link mailed to you."
        )
        return _page(request, following, typed, {"password": words})
    if found.renewed:
        await session.execute(update(Person).where(Person.id == person.id).values(password=found.renewed))
    cookie = await start_session(session, request, person.id, by_mail=False)
    return redirect(request, joining(following), [cookie])


@post("/signin/links", include_in_schema=False)
async def ask_for_link(
    request: Asker, session: NamedDependency[AsyncSession], limits: NamedDependency[Limiter]
) -> Response[Any]:
    """Have a link mailed."""
    form = await sent_form(request)
    following, typed = onward(form.get("next", "")), form.get("email", "")
    try:
        email = read_email(typed)
    except NoAddress:
        return _no_address(request, following, typed)
    limit_letters(request, limits, email)
    await send_link(session, request, email, following, asked=Purpose.SIGN_IN)
    return redirect(request, with_next("/signin/sent", following))


@get("/signin/sent", include_in_schema=False, sync_to_thread=False)
def sent(request: Asker) -> Response[Any]:
    """Where the letter went."""
    return look_into_your_mail(request, with_next("/signin", onward(request.query_params.get("next", ""))))


@get("/signin/link", include_in_schema=False)
async def link_page(
    request: Asker, visitor: NamedDependency[Visitor], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """What a letter's link opens. Looking at it spends nothing: mail programs look, too."""
    token = request.query_params.get("token", "")
    found = await working_link(session, token, Purpose.SIGN_IN)
    _ = translator_of(request).gettext
    action = link(request, "/signin/link")
    if visitor.person is None or visitor.person.email == found.email:
        title = _("Sign in as {email}?", email=hint(found.email))
        return show(request, StepPage(title, (), action, _("Sign in"), token))
    present = hint(visitor.person.email)
    title = _("This link is for {email}", email=hint(found.email))
    words = _("In this browser {email} is signed in, and would be signed out.", email=present)
    ways = ((_("Stay signed in as {email}", email=present), link(request, found.next)),)
    return show(request, StepPage(title, (words,), action, _("Change over"), token, ways))


@post("/signin/link", include_in_schema=False)
async def sign_in_by_link(request: Asker, session: NamedDependency[AsyncSession]) -> Response[Any]:
    """Sign in by a letter's link, which is used up by it."""
    form = await sent_form(request)
    found = await working_link(session, form.get("token", ""), Purpose.SIGN_IN)
    person = await person_of(session, found.email)
    if person is None:
        raise BrokenLink(Why.UNKNOWN)
    await spend(session, found)
    cookie = await start_session(session, request, person.id, by_mail=True)
    return redirect(request, joining(found.next), [cookie])


def joining(following: str) -> str:
    """Where everybody goes who has just signed in: what may be theirs is shown, if there is anything."""
    return f"/my/joining?{urlencode({'next': following})}"


def _page(request: Asker, following: str, email: str, mistakes: Mapping[str, str]) -> Response[Any]:
    title = translator_of(request).gettext("Sign in")
    page = SignInPage(title, following, link(request, with_next("/signup", following)), email, mistakes)
    return render(request, "accounts/identity/signin.html", status=422 if mistakes else 200, page=page)


def _no_address(request: Asker, following: str, typed: str) -> Response[Any]:
    return _page(request, following, typed, {"email": no_address_words(request)})


routes = [sign_in_page, sign_in, ask_for_link, sent, link_page, sign_in_by_link]
