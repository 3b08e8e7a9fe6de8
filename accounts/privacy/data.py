"""What there is of a person: to take along, and to have erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Person
from accounts.identity.onward import with_next
from accounts.identity.sessions import end_this_session
from accounts.identity.visitors import Visitor
from accounts.privacy.erasing import GRACE, ask_for_erasure, erase, keep_account, waiting_erasure
from accounts.privacy.fresh import is_fresh
from accounts.privacy.holdings import count_holdings, holdings_of, table_of
from accounts.privacy.mail import tell_of_erasure, tell_that_it_stays
from accounts.privacy.personal import Remaining, rooms_of
from app.core import clock
from app.core.datamap import title_of
from app.core.formats import format_date
from app.core.forms import redirect
from app.core.language import locale_of, translator_of
from app.core.rendering import render

Asker = Request[Any, Any, Any]
PAGE = "/my/data"


@dataclass(frozen=True, slots=True)
class Stays:
    """What an erasure leaves, why, and until when."""

    words: str
    why: str
    until: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """What ``templates/accounts/privacy/data.html`` shows; to a guest, nothing but the way in."""

    title: str
    email: str = ""
    fresh: bool = False
    """Whether they signed in so short a time ago that they may take it along, or have it erased."""
    things: tuple[tuple[str, int], ...] = ()
    """What there is, and how much of it."""
    stays: tuple[Stays, ...] = ()
    waits: bool = False
    """Whether an erasure was asked for."""
    day: str = ""
    """When it is, or would be."""


@get(PAGE, include_in_schema=False)
async def data_page(
    request: Asker, visitor: NamedDependency[Visitor], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """What there is, and what becomes of it."""
    page = DataPage(translator_of(request).gettext("Your data"))
    if visitor.person is not None:
        page = await _page_of(request, session, visitor, visitor.person)
    return render(request, "accounts/privacy/data.html", page=page)


async def _page_of(request: Asker, session: AsyncSession, visitor: Visitor, person: Person) -> DataPage:
    rooms, texts, locale = rooms_of(request), translator_of(request), locale_of(request)
    erasure = await waiting_erasure(session, person.id)
    holdings = holdings_of(rooms, person, visitor.browser)
    counts = await count_holdings(session, holdings)
    remaining = [each for room in rooms for each in await room.remaining(session, person)]
    return DataPage(
        texts.gettext("Your data"),
        person.email,
        await is_fresh(session, visitor),
        tuple((texts.gettext(title_of(table_of(each))), n) for each, n in zip(holdings, counts, strict=True) if n),
        tuple(_stays(each, locale) for each in remaining),
        erasure is not None,
        format_date((erasure.due_at if erasure else clock.now() + GRACE).date(), locale),
    )


def _stays(remaining: Remaining, locale: str) -> Stays:
    until = format_date(remaining.until, locale) if remaining.until else ""
    return Stays(remaining.words(locale), remaining.why(locale), until)


@post(f"{PAGE}/proof", include_in_schema=False)
async def prove(
    request: Asker, person: NamedDependency[Person], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """Sign in once more, and come back."""
    return redirect(request, with_next("/signin", PAGE), [await end_this_session(session, request)])


@post(f"{PAGE}/erasure", include_in_schema=False)
async def ask(
    request: Asker,
    visitor: NamedDependency[Visitor],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
) -> Response[Any]:
    """Ask to be erased. What was only told in this browser is forgotten at once, since no account knows of it."""
    if await is_fresh(session, visitor) and (erasure := await ask_for_erasure(session, person)) is not None:
        await _part(request, session, visitor)
        await tell_of_erasure(session, request, person, erasure)
    return redirect(request, PAGE)


@post(f"{PAGE}/erasure/cancellation", include_in_schema=False)
async def take_back(
    request: Asker, person: NamedDependency[Person], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """Keep the account after all."""
    if await keep_account(session, person):
        await tell_that_it_stays(session, request, person)
    return redirect(request, PAGE)


@post(f"{PAGE}/erasure/now", include_in_schema=False)
async def erase_now(
    request: Asker,
    visitor: NamedDependency[Visitor],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
) -> Response[Any]:
    """Wait no longer for the erasure that was asked for."""
    erasure = await waiting_erasure(session, person.id)
    if erasure is None or not await is_fresh(session, visitor):
        return redirect(request, PAGE)
    cookie = await end_this_session(session, request)
    await _part(request, session, visitor)
    await erase(session, rooms_of(request), erasure.id)
    return redirect(request, "/erased", [cookie])


@get("/erased", include_in_schema=False)
async def erased(request: Asker) -> Response[Any]:
    """Good-bye."""
    return render(request, "accounts/privacy/erased.html")


async def _part(request: Asker, session: AsyncSession, visitor: Visitor) -> None:
    if visitor.browser is not None:
        for room in rooms_of(request):
            await room.part(session, visitor.browser)


routes = [data_page, prove, ask, take_back, erase_now, erased]
