"""The desk of the feed: what the profile system would not take, to be sent again or struck out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Person
from accounts.profile.feed import IDENTIFY, KIND, LANE
from accounts.profile.feed_queue import Queue, queue_of, strike_out, try_again
from accounts.profile.feed_transport import ANSWERS
from app.core import clock
from app.core.formats import format_age, format_moment
from app.core.forms import redirect
from app.core.i18n import Translator
from app.core.language import link, locale_of, translator_of
from app.core.outbox import Outgoing, send_all_again
from app.core.rendering import render
from app.core.settings import Settings

Asker = Request[Any, Any, Any]

DESK = "/staff/feed"


@dataclass(frozen=True, slots=True)
class Stuck:
    """A message that cannot be sent: since when (an age, its exact moment, and that in words), what it is, of whom."""

    age: str
    exact: str
    moment: str
    what: str
    who: str
    why: str
    tries: int
    behind: int
    return_href: str
    removal_href: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What ``templates/accounts/profile/staff_feed.html`` shows; `trouble` is why what waits has not left."""

    title: str
    connected: bool
    waiting: int
    oldest: str
    trouble: str
    stuck: tuple[Stuck, ...]
    more: int
    return_href: str


@get(DESK, include_in_schema=False)
async def feed_page(
    request: Asker,
    staff: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """What waits to be sent, and what cannot be."""
    page = _page_of(request, await queue_of(session), bool(settings.feed_url))
    return render(request, "accounts/profile/staff_feed.html", page=page)


@post(f"{DESK}/return", include_in_schema=False)
async def return_all(
    request: Asker, staff: NamedDependency[Person], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """Try anew all that could not be sent."""
    await send_all_again(session, KIND)
    return redirect(request, DESK)


@post(DESK + "/{message:str}/return", include_in_schema=False)
async def return_one(
    request: Asker, message: FromPath[str], staff: NamedDependency[Person], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """Try a message anew."""
    await try_again(session, message)
    return redirect(request, DESK)


@post(DESK + "/{message:str}/removal", include_in_schema=False)
async def remove(
    request: Asker, message: FromPath[str], staff: NamedDependency[Person], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """Never send a message; what waits behind it goes on."""
    await strike_out(session, message)
    return redirect(request, DESK)


def _page_of(request: Asker, queue: Queue, connected: bool) -> FeedPage:
    texts = translator_of(request)
    return FeedPage(
        texts.gettext("Profile system"),
        connected,
        queue.waiting,
        format_age(clock.now() - queue.since, texts.locale) if queue.since else "",
        _why(queue.trouble, texts) if queue.trouble else "",
        tuple(_stuck(request, row, behind) for row, behind in queue.stuck),
        queue.more,
        link(request, f"{DESK}/return"),
    )


def _stuck(request: Asker, row: Outgoing, behind: int) -> Stuck:
    texts, locale, at = translator_of(request), locale_of(request), row.failed_at or row.created_at
    return Stuck(
        age=format_age(clock.now() - at, locale),
        exact=f"{at:%Y-%m-%dT%H:%M:%SZ}",
        moment=format_moment(at, locale),
        what=texts.gettext("Preferences") if row.payload["type"] == IDENTIFY else row.payload["event"],
        who=row.lane.removeprefix(LANE),
        why=_why(row.error, texts),
        tries=row.tries,
        behind=behind,
        return_href=link(request, f"{DESK}/{row.id}/return"),
        removal_href=link(request, f"{DESK}/{row.id}/removal"),
    )


def _why(error: str, texts: Translator) -> str:
    """What went wrong, in the reader's language as far as it is the shop's own words."""
    code = error.rpartition(" ")[2]
    return texts.gettext(ANSWERS, code=code) if error == ANSWERS.format(code=code) else texts.gettext(error)


routes = [feed_page, return_all, return_one, remove]
