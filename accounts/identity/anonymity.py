"""A browser in which nothing is learned, whatever its person allowed elsewhere: as it asks itself, or by our switch."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from litestar import Request, Response, post

from accounts.identity.onward import onward
from app.core.forms import redirect, sent_form
from app.core.security import own_cookie

ANONYMOUS_COOKIE = "__Host-anonymous"
ANONYMOUS_COOKIE_DAYS = 365
SWITCH = "/my/permissions"
"""The page with the switch."""

Asker = Request[Any, Any, Any]


class Anonymity(StrEnum):
    """By what a browser is anonymous."""

    BROWSER = "browser"
    """It says so with every request: Global Privacy Control."""
    SWITCH = "switch"


def anonymity_of(request: Asker) -> Anonymity | None:
    """By what the browser is anonymous; None for one that is not."""
    if request.headers.get("sec-gpc") == "1":
        return Anonymity.BROWSER
    return Anonymity.SWITCH if request.cookies.get(ANONYMOUS_COOKIE) == "1" else None


@post("/anonymity", include_in_schema=False)
async def become_anonymous(request: Asker) -> Response[Any]:
    """Make this browser anonymous, and go back to where one was."""
    form = await sent_form(request)
    cookie = own_cookie(ANONYMOUS_COOKIE, "1", ANONYMOUS_COOKIE_DAYS)
    return redirect(request, onward(form.get("next", ""), SWITCH), [cookie])


@post("/anonymity/ending", include_in_schema=False)
async def end_anonymity(request: Asker) -> Response[Any]:
    """Let what is known serve in this browser again, unless it asks itself that nothing does."""
    form = await sent_form(request)
    return redirect(request, onward(form.get("next", ""), SWITCH), [own_cookie(ANONYMOUS_COOKIE, "", 0)])


routes = [become_anonymous, end_anonymity]
