"""The language of a request: named by its address (``/ru/...``), else chosen by the person, else wished by the browser.

What a person chose stands with their account; a cookie beside it saves asking the database. Handlers see addresses
without the language; ``link`` puts it back where the present address has it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from app.core.i18n import LOCALES, Translator, choose_locale, split_path, translator
from app.core.security import own_cookie

Connection = ASGIConnection[Any, Any, Any, Any]

LOCALE = "locale"
PREFIX = "prefix"
CHOSEN = "chosen language"
LANGUAGE_COOKIE = "__Host-language"
LANGUAGE_COOKIE_DAYS = 30
_PARAMETER = re.compile(r"\{[^}]+\}")


class LanguageLayer:
    """ASGI layer that takes the language off the address and says in the answer which one was spoken."""

    def __init__(self, app: ASGIApp, default: str) -> None:
        self.app = app
        self.default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        named, path = split_path(scope["path"])
        wishes = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"accept-language"), "")
        chosen = Connection(scope).cookies.get(LANGUAGE_COOKIE, "")
        locale = named or (chosen if chosen in LOCALES else choose_locale(wishes, self.default))
        scope["path"] = path
        if named:
            scope["raw_path"] = scope["raw_path"].removeprefix(f"/{named}".encode()) or b"/"
        scope["state"][LOCALE] = locale
        scope["state"][PREFIX] = f"/{named}" if named else ""

        async def say_language(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                if (keep := scope["state"].get(CHOSEN, chosen)) != chosen:
                    cookie = own_cookie(LANGUAGE_COOKIE, keep, LANGUAGE_COOKIE_DAYS if keep else 0)
                    headers.add("set-cookie", cookie.to_header(header=""))
                media_type = headers.get("content-type", "")
                if "html" in media_type or "json" in media_type:
                    headers["content-language"] = locale
                    if not named:
                        headers.extend_header_value("vary", "Accept-Language, Cookie")
            await send(message)

        await self.app(scope, receive, say_language)


def locale_of(request: Connection) -> str:
    """The language of the answer, one of ``LOCALES``."""
    locale: str = request.scope["state"][LOCALE]
    return locale


def translator_of(request: Connection) -> Translator:
    """The texts in the language of the answer."""
    return translator(locale_of(request))


def keep_language(request: Connection, locale: str) -> None:
    """Whoever asks chose this language for all addresses that name none, or chose none ("")."""
    request.scope["state"][CHOSEN] = locale


def prefix_of(request: Connection) -> str:
    """What the present address names its language with: ``""``, ``/en`` or ``/ru``."""
    prefix: str = request.scope["state"][PREFIX]
    return prefix


def link(request: Connection, path: str) -> str:
    """A path of this site, in the language that the present address names."""
    return prefix_of(request) + path


def absolute(request: Connection, path: str, locale: str = "") -> str:
    """A path of this site with the shop's own address before it, for where it is read outside the page: in the language
    that the present address names, or in another one."""
    base_url: str = request.app.state.settings.base_url
    return base_url + (f"/{locale}{path}" if locale else link(request, path))


def switch_link(request: Connection) -> str:
    """The page in the other language: that of the present address, or that whose form was sent to it."""
    other = next(locale for locale in LOCALES if locale != locale_of(request))
    query = request.scope["query_string"].decode("latin-1")
    path = request.scope["raw_path"].decode("latin-1").partition("?")[0]
    if request.scope.get("method") == "POST":
        path, query = _form_page(request)
    return f"/{other}{path}" + (f"?{query}" if query else "")


def _form_page(request: Connection) -> tuple[str, str]:
    """Path and query of the page of ours whose form was sent; many a form is sent to where no page can be opened.

    Where the form stood in the answer to another one, it is the nearest page above that one's address.
    """
    referer = urlsplit(request.headers.get("referer", ""))
    if not referer.netloc or referer.netloc != request.headers.get("host"):
        return "/", ""
    named = path = split_path(referer.path)[1]
    pages = _pages(request.app)
    while path and not pages.fullmatch(path):
        path = path.rpartition("/")[0]
    return path or "/", referer.query if path == named else ""


@lru_cache(maxsize=1)
def _pages(app: Litestar) -> re.Pattern[str]:
    """The paths that can be opened."""
    opened = (route.path for route in app.routes if isinstance(route, HTTPRoute) and "GET" in route.methods)
    return re.compile("|".join("[^/]+".join(map(re.escape, _PARAMETER.split(path))) for path in opened))
