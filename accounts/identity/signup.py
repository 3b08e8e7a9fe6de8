"""Making an account. There is none before its address is proven, so nobody can prepare one for somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.addresses import NoAddress, hint, read_email
from accounts.identity.links import BrokenLink, Why, spend, working_link
from accounts.identity.mail import limit_letters, send_link
from accounts.identity.models import Link, Purpose
from accounts.identity.onward import onward, with_next
from accounts.identity.passwords import SHORTEST, hashed, weakness
from accounts.identity.people import new_person
from accounts.identity.sessions import start_session
from accounts.identity.signin import joining
from accounts.identity.steps import SECRET, look_into_your_mail, no_address_words
from accounts.identity.visitors import Visitor
from app.core.database import Database
from app.core.forms import redirect, sent_form
from app.core.language import link, locale_of, translator_of
from app.core.limits import Limiter
from app.core.rendering import render

Asker = Request[Any, Any, Any]

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class SignUpPage:
    """What ``templates/accounts/identity/signup.html`` shows."""

    title: str
    next: str
    signin_href: str
    email: str = ""
    mistakes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountPage:
    """What ``templates/accounts/identity/account.html`` shows."""

    title: str
    email: str
    token: str
    present: str
    """A hint of who is signed in in this browser and would be signed out; empty when nobody is."""
    shortest: int = SHORTEST
    name: str = ""
    mistakes: Mapping[str, str] = field(default_factory=dict)


@get("/signup", include_in_schema=False)
async def sign_up_page(request: Asker, visitor: NamedDependency[Visitor]) -> Response[Any]:
    """Asks for an address; straight on for whoever is signed in."""
    following = onward(request.query_params.get("next", ""))
    if visitor.person is not None:
        return redirect(request, following)
    return _page(request, following, "", {})


@post("/signup", include_in_schema=False)
async def sign_up(
    request: Asker, session: NamedDependency[AsyncSession], limits: NamedDependency[Limiter]
) -> Response[Any]:
    """Have a link mailed by which the account is made."""
    form = await sent_form(request)
    following, typed = onward(form.get("next", "")), form.get("email", "")
    try:
        email = read_email(typed)
    except NoAddress:
        return _page(request, following, typed, {"email": no_address_words(request)})
    limit_letters(request, limits, email)
    await send_link(session, request, email, following, asked=Purpose.SIGN_UP)
    return redirect(request, with_next("/signup/sent", following))


@get("/signup/sent", include_in_schema=False, sync_to_thread=False)
def sent(request: Asker) -> Response[Any]:
    """Where the letter went."""
    return look_into_your_mail(request, with_next("/signup", onward(request.query_params.get("next", ""))))


@get("/signup/account", include_in_schema=False)
async def account_page(
    request: Asker, visitor: NamedDependency[Visitor], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """What a letter's link opens: a password if wanted, a name if wanted. Looking at it spends nothing."""
    token = request.query_params.get("token", "")
    found = await working_link(session, token, Purpose.SIGN_UP)
    present = hint(visitor.person.email) if visitor.person is not None else ""
    return _account(request, found, token, present=present)


@post("/signup/account", include_in_schema=False)
async def make_account(
    request: Asker, database: NamedDependency[Database], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """Make the account and sign in. No transaction is open while the password is hashed."""
    form = await sent_form(request)
    token, password, name = form.get("token", ""), form.get("password", ""), " ".join(form.get("name", "").split())
    async with database.reading() as reading:
        found = await working_link(reading, token, Purpose.SIGN_UP)
    if mistakes := _mistakes(request, found, password, name):
        return _account(request, found, token, name=name, mistakes=mistakes)
    kept = await hashed(password) if password else None
    await spend(session, found)
    person = await new_person(session, found.email, locale_of(request), name=name, password=kept)
    if person is None:
        raise BrokenLink(Why.USED, found.next)
    cookie = await start_session(session, request, person.id, by_mail=True)
    return redirect(request, joining(found.next), [cookie])


def _mistakes(request: Asker, found: Link, password: str, name: str) -> dict[str, str]:
    texts = translator_of(request)
    mistakes = {}
    if len(name) > LONGEST_NAME or not name.isprintable():
        mistakes["name"] = texts.gettext("A name has at most {n} characters, all of them visible.", n=LONGEST_NAME)
    if password and (weak := weakness(password, (found.email, name), texts)):
        mistakes["password"] = weak
    return mistakes


def _page(request: Asker, following: str, email: str, mistakes: Mapping[str, str]) -> Response[Any]:
    title = translator_of(request).gettext("Make an account")
    page = SignUpPage(title, following, link(request, with_next("/signin", following)), email, mistakes)
    return render(request, "accounts/identity/signup.html", status=422 if mistakes else 200, page=page)


def _account(
    request: Asker,
    found: Link,
    token: str,
    *,
    present: str = "",
    name: str = "",
    mistakes: Mapping[str, str] | None = None,
) -> Response[Any]:
    title = translator_of(request).gettext("Your account")
    page = AccountPage(title, found.email, token, present, name=name, mistakes=mistakes or {})
    status = 422 if mistakes else 200
    return render(request, "accounts/identity/account.html", status=status, headers=SECRET, page=page)


routes = [sign_up_page, sign_up, sent, account_page, make_account]
