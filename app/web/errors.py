"""Answers to what went wrong: a page in the shop's style and language, a notice for htmx, a problem for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from sqlalchemy.exc import DBAPIError

from accounts.identity.onward import onward, with_next
from accounts.identity.visitors import SignInNeeded
from app.core.database import is_clash
from app.core.forms import redirect
from app.core.i18n import Translator
from app.core.language import link, translator_of
from app.core.logs import log
from app.core.problems import MEDIA_TYPE, Problem
from app.core.rendering import render, wants_blocks
from app.core.security import ForeignOrigin
from configurator.build.view import Notice
from configurator.engine.verdict import Unbuildable


@dataclass(frozen=True)
class ErrorPage:
    """What ``templates/app/error.html`` shows."""

    status: int
    title: str
    message: str
    links: tuple[tuple[str, str], ...]  # label, address


def answer_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """The answer to an error that a handler or the router raised on purpose."""
    headers = {name: str(value) for name, value in (error.headers or {}).items()}
    return _answer(request, error.status_code, headers, _words_of(error, headers, translator_of(request)))


def answer_stranger(request: Request[Any, Any, Any], error: SignInNeeded) -> Response[Any]:
    """The answer to somebody who is not signed in, where one has to be: the way in, and from there back to the page."""
    if _wants_json(request) or wants_blocks(request):
        return answer_http_error(request, error)
    scope, asked = request.scope, ""
    if request.method == "GET":
        query = scope["query_string"].decode("latin-1")
        asked = onward(scope["path"] + (f"?{query}" if query else ""))
    return redirect(request, with_next("/signin", asked))


def answer_malformed(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The answer to a body that the framework chokes on: text that is not UTF-8, JSON nested without end."""
    log.warning("malformed", method=request.method, route=request.scope.get("path_template"), error=str(error))
    return _answer(request, 400, {})


def answer_unbuildable(request: Request[Any, Any, Any], error: Unbuildable) -> Response[Any]:
    """The answer when nothing of a product can be had any more, as when every option of a question has ended."""
    log.error("nothing of a product can be built", route=request.scope.get("path_template"))
    _ = translator_of(request).gettext
    words = _("Nothing of it can be had at the moment"), _("We are working on it. What you saved and ordered is kept.")
    return _answer(request, 503, {}, words)


def answer_clash(request: Request[Any, Any, Any], error: DBAPIError) -> Response[Any]:
    """The answer when somebody else changed the same just then: nothing was written, and it can be tried anew."""
    if not is_clash(error):
        return answer_crash(request, error)
    log.warning("clash", route=request.scope.get("path_template"), error=type(error.orig).__name__)
    _ = translator_of(request).gettext
    words = _("That changed at this very moment"), _("Nothing was written. Please look once more, and try again.")
    return _answer(request, 409, {}, words)


def answer_crash(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The answer to an error of ours: nothing of it leaves the house but into the log."""
    log.error("crash", method=request.method, route=request.scope.get("path_template"), exc_info=error)
    return _answer(request, 500, {})


def _answer(
    request: Request[Any, Any, Any], status: int, headers: dict[str, str], words: tuple[str, str] | None = None
) -> Response[Any]:
    page = _page(request, status, words)
    if _wants_json(request):
        return Response(
            Problem(status, page.title, page.message),
            status_code=status,
            media_type=MEDIA_TYPE,
            headers={"Cache-Control": "no-store", **headers},
        )
    if wants_blocks(request):
        headers = {**headers, "HX-Retarget": "#notices", "HX-Reswap": "innerHTML"}
        notice = Notice("stop", page.title, (page.message,))
        return render(request, "components/notice.html", status=status, headers=headers, notice=notice)
    return render(request, "app/error.html", status=status, headers=headers, page=page)


def _wants_json(request: Request[Any, Any, Any]) -> bool:
    if request.scope["path"].startswith("/api/"):
        return True
    accept = request.headers.get("accept", "")
    return "json" in accept and "text/html" not in accept


def _page(request: Request[Any, Any, Any], status: int, words: tuple[str, str] | None) -> ErrorPage:
    texts = translator_of(request)
    title, message = words or _words(status, texts.gettext)
    return ErrorPage(status, title, message, ((texts.gettext("To the shop"), link(request, "/")),))


def _words_of(error: HTTPException, headers: Mapping[str, str], texts: Translator) -> tuple[str, str] | None:
    """What is said of errors that know more than their status."""
    _ = texts.gettext
    if isinstance(error, ForeignOrigin):
        return _("That did not come from our own pages"), _(
            "To keep your things safe, changes are only taken from this site. "
            "Please open the page anew and try once more."
        )
    if error.status_code == 429 and headers.get("Retry-After", "").isdigit():
        minutes = ceil(int(headers["Retry-After"]) / 60)
        wait = texts.ngettext("Please wait a minute.", "Please wait {n} minutes.", minutes)
        return _("One moment, please"), f"{_('Many requests came from your side just now.')} {wait}"
    return None


def _words(status: int, _: Callable[[str], str]) -> tuple[str, str]:
    match status:
        case 401:
            return _("Please sign in"), _("This is for people who are signed in.")
        case 403:
            return _("This is for the people of the shop"), _(
                "Your account may not do this; whoever runs the shop can allow it."
            )
        case 404:
            return _("There is nothing here"), _("The address may be mistyped, or what stood here is gone.")
        case 405:
            return _("This address does not work that way"), _("Please start from the page that led here.")
        case 413:
            return _("That is too much at once"), _("What you sent is larger than we take.")
        case 414:
            return _("That address is too long"), _("Please start from the page that led here.")
        case 429:
            return _("One moment, please"), _("Many requests came from your side just now.")
        case _ if status < 500:
            return _("We could not read that"), _("Something in the request is malformed. Please try once more.")
        case _:
            return _("Something went wrong here"), _(
                "The fault is ours, and it has been noted. Please try once more in a moment."
            )
