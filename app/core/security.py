"""What guards every answer and every writing request. The reasoning stands in docs/decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.enums import ScopeType
from litestar.exceptions import ClientException, HTTPException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from app.core.ids import is_token, new_token
from app.core.settings import Settings, is_loopback

Connection = ASGIConnection[Any, Any, Any, Any]

SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
GUEST_COOKIE = "__Host-guest"
GUEST_COOKIE_DAYS = 365
REGION_COOKIE = "__Host-region"
REGION_COOKIE_DAYS = 365
LONGEST_QUERY = 8_000
LARGEST_BODY = 256 * 1024

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
TRANSPORT = {"strict-transport-security": "max-age=31536000"}
NEVER_PAGES = (b"text/css", b"text/javascript", b"font/")
"""Types of which no browser makes a page: what only pages heed would be half of what is sent for a small file."""
HEEDED_BY_ALL = frozenset((b"strict-transport-security", b"cross-origin-resource-policy", b"x-content-type-options"))


FRAMERS = "framers"
"""Where a request's state names the sites whose pages may show the answer in a frame."""


class HeadersLayer:
    """ASGI layer that adds the security headers to every answer, errors included; to files that can be no page, those
    that count for them."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        # Browsers hold a form to its policy through redirects too, and the checkout's leads to the payment page.
        policy = POLICY.replace("form-action 'self'", f"form-action 'self' {settings.stripe_pages}")
        self.headers = {**HEADERS, **(TRANSPORT if settings.secure else {}), "content-security-policy": policy}
        self._usual = _encoded(self.headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = dict(message["headers"])
                page = not present.get(b"content-type", b"").startswith(NEVER_PAGES)
                ours = self._headers(scope).items()
                more = (pair for pair in ours if pair[0] not in present and (page or pair[0] in HEEDED_BY_ALL))
                message["headers"] = [*message["headers"], *more]
            await send(message)

        await self.app(scope, receive, guarded if scope["type"] == ScopeType.HTTP else send)

    def _headers(self, scope: Scope) -> Mapping[bytes, bytes]:
        framers = scope["state"].get(FRAMERS)
        if not framers:
            return self._usual
        policy = self.headers["content-security-policy"].replace("ancestors 'none'", f"ancestors {' '.join(framers)}")
        framed = {**self.headers, "content-security-policy": policy, "cross-origin-resource-policy": "cross-origin"}
        del framed["x-frame-options"]  # which knows of no list of sites
        return _encoded(framed)


def _encoded(headers: Mapping[str, str]) -> Mapping[bytes, bytes]:
    return {name.encode(): value.encode() for name, value in headers.items()}


def let_frame(request: Request[Any, Any, Any], origins: Sequence[str]) -> None:
    """Let pages of these origins, and of no others, show the answer in a frame."""
    request.scope["state"][FRAMERS] = origins


class ForeignOrigin(PermissionDeniedException):
    """A write that does not come from our own pages."""


async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
    """What guards every handler; one that is no coroutine would be sent to a thread, at every request."""
    sane_address(connection)
    same_origin(connection)


def sane_address(connection: Connection) -> None:
    """No address that only a broken or hostile program sends. Databases refuse NUL."""
    query: bytes = connection.scope["query_string"]
    if len(query) > LONGEST_QUERY:
        raise HTTPException(status_code=414)
    if "\0" in connection.scope["path"] or b"%00" in query or b"\0" in query:
        raise ClientException


def same_origin(connection: Connection) -> None:
    """A request that may change something comes from our own pages, or from no browser at all.

    Browsers tell by ``Sec-Fetch-Site`` (over https and on loopback), or else by ``Origin``. What sends neither is no
    present-day browser, and is let in only when it brings no cookie that could be misused.
    """
    if connection.scope.get("method") in SAFE_METHODS:
        return
    headers = connection.headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        allowed = site in ("same-origin", "none")
    elif origin is not None:
        allowed = origin in _own_origins(connection)
    else:
        allowed = "cookie" not in headers
    if not allowed:
        raise ForeignOrigin


def _own_origins(connection: Connection) -> set[str]:
    settings: Settings = connection.app.state.settings
    origins = {settings.base_url}
    host = connection.headers.get("host", "")
    if settings.loopback and is_loopback(urlsplit(f"//{host}").hostname or ""):
        origins.add(f"http://{host}")
    return origins


def guest_token(request: Request[Any, Any, Any]) -> str | None:
    """The secret by which a visitor owns their drafts and specs, if their browser brings one."""
    token = request.cookies.get(GUEST_COOKIE, "")
    return token if is_token(token) else None


def guest_secret(request: Request[Any, Any, Any]) -> tuple[str, list[Cookie]]:
    """The browser's secret; a new one comes with the cookie that keeps it, for the answer to bring."""
    known = guest_token(request)
    token = known or new_token()
    return token, [] if known else [guest_cookie(token)]


def guest_cookie(token: str) -> Cookie:
    """The cookie that keeps a visitor's secret. Set it at their first write and never before.

    ``Secure`` always: browsers accept it over https and on loopback; elsewhere nothing can be owned (see start-up).
    """
    return own_cookie(GUEST_COOKIE, token, GUEST_COOKIE_DAYS)


def own_cookie(name: str, value: str, days: int) -> Cookie:
    """A cookie out of reach of scripts and of other hosts, which comes along from a letter's link; 0 days clear it."""
    return Cookie(
        key=name, value=value, path="/", max_age=days * 24 * 60 * 60, secure=True, httponly=True, samesite="lax"
    )
