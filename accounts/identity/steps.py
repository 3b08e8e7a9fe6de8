"""Pages of few words, each with a way on: what became of a link, where a letter went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response

from accounts.identity.links import BrokenLink, Why
from accounts.identity.onward import with_next
from app.core.language import link, translator_of
from app.core.rendering import render

Asker = Request[Any, Any, Any]

SECRET = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex", "Cache-Control": "no-store"}
"""Headers of a page whose address may hold a secret: nobody else is told of it."""


@dataclass(frozen=True, slots=True)
class StepPage:
    """What ``templates/accounts/identity/step.html`` shows."""

    title: str
    words: tuple[str, ...]
    action: str = ""
    """Where the page's button posts to; none without."""
    button: str = ""
    token: str = ""
    """The secret of the link that led here, for the button to send."""
    ways: tuple[tuple[str, str], ...] = ()
    """Other ways on: label, address."""


def show(request: Asker, page: StepPage, status: int = 200) -> Response[Any]:
    """The page."""
    return render(request, "accounts/identity/step.html", status=status, headers=SECRET, page=page)


def answer_broken_link(request: Asker, broken: BrokenLink) -> Response[Any]:
    """The page of a link that does not work; each reason has its words."""
    _ = translator_of(request).gettext
    match broken.why:
        case Why.UNKNOWN:
            title = _("We do not know this link")
            words = _("It may have been cut off on its way. Copy all of it, or ask for a new one.")
        case Why.USED:
            title = _("This link has been used")
            words = _("Each link works once. To sign in again, ask for a new one.")
        case Why.OLD:
            title = _("This link is too old")
            words = _("Links work for a short time only. Ask for a new one; it comes at once.")
    ways = ((_("Ask for a new link"), link(request, with_next("/signin", broken.following))),)
    return show(request, StepPage(title, (words,), ways=ways), 404 if broken.why is Why.UNKNOWN else 410)


def look_into_your_mail(request: Asker, again: str) -> Response[Any]:
    """The page after a letter was asked for, the same whether there is an account or not; `again` led here."""
    _ = translator_of(request).gettext
    words = (
        _("If the address is right, a letter with a link is on its way to it. It comes within a minute or two."),
        _("No letter? Look among the unwanted ones, and whether the address was typed right."),
    )
    ways: tuple[tuple[str, str], ...] = ((_("Type it once more"), link(request, again)),)
    if request.app.state.settings.demo:
        ways = ((_("Mailbox of the demo"), link(request, "/demo/mail")), *ways)
    return show(request, StepPage(_("Look into your mail"), words, ways=ways))


def no_address_words(request: Asker) -> str:
    """What is said beside a field whose text is no e-mail address."""
    return translator_of(request).gettext("That is no e-mail address. One looks like anna@example.org.")
