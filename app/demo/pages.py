"""The demo's mailbox to read in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.core.formats import format_moment
from app.core.language import link, locale_of, translator_of
from app.core.rendering import render
from app.core.security import POLICY
from app.core.settings import Settings
from app.demo.mailbox import Mailbox, Received

Asker = Request[Any, Any, Any]

# A letter brings its styles along and may do nothing but lead its reader away by a link.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-top-navigation-by-user-activation"
)


@dataclass(frozen=True, slots=True)
class MailboxPage:
    """What ``templates/demo/mailbox.html`` shows: the letters as (subject, address of its page, reader, time)."""

    title: str
    letters: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LetterPage:
    """What ``templates/demo/letter.html`` shows."""

    title: str
    to: str
    at: str
    locale: str
    text: str
    html_href: str
    """Where the letter's HTML is to be had alone; empty when it has none."""
    mailbox_href: str


@get("/demo/mail", include_in_schema=False)
async def mailbox(request: Asker, settings: NamedDependency[Settings]) -> Response[str]:
    """What the shop sent, newest first."""
    letters = await asyncio.to_thread(Mailbox.of(settings).newest)
    locale = locale_of(request)
    rows = tuple(
        (each.subject, link(request, f"/demo/mail/{each.id}"), each.to, format_moment(each.at, locale))
        for each in letters
    )
    page = MailboxPage(translator_of(request).gettext("Mailbox of the demo"), rows)
    return render(request, "demo/mailbox.html", page=page)


@get("/demo/mail/{letter_id:str}", include_in_schema=False)
async def letter(request: Asker, letter_id: FromPath[str], settings: NamedDependency[Settings]) -> Response[str]:
    """One letter: its text, with its links to follow, and its HTML in a frame."""
    found = await _letter(settings, letter_id)
    page = LetterPage(
        title=found.subject,
        to=found.to,
        at=format_moment(found.at, locale_of(request)),
        locale=found.locale,
        text=found.text,
        html_href=link(request, f"/demo/mail/{found.id}/html") if found.html else "",
        mailbox_href=link(request, "/demo/mail"),
    )
    headers = {"Content-Security-Policy": f"{POLICY}; frame-src 'self'"}
    return render(request, "demo/letter.html", headers=headers, page=page)


@get("/demo/mail/{letter_id:str}/html", include_in_schema=False)
async def letter_html(letter_id: FromPath[str], settings: NamedDependency[Settings]) -> Response[str]:
    """The letter's HTML alone, shut in: no script, no form, nothing from elsewhere. Its links leave the frame."""
    found = await _letter(settings, letter_id)
    html = found.html.replace("<head>", '<head><base target="_top">', 1)
    headers = {"Content-Security-Policy": LETTER_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return Response(html, media_type=MediaType.HTML, headers=headers)


async def _letter(settings: Settings, letter_id: str) -> Received:
    found = await asyncio.to_thread(Mailbox.of(settings).find, letter_id)
    if found is None:
        raise NotFoundException
    return found


routes = [mailbox, letter, letter_html]
