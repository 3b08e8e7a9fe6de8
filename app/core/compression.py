"""Answers made smaller on their way out: text by Brotli, or by gzip where a reader knows no Brotli."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import partial

import brotli
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

from app.core.kept import Kept

LEAST = 500
"""Bytes; less gains nothing."""
QUALITY = 5
BEST = 11
"""For what may be kept for ever: it takes a hundredth or two of a second for a drawing, once."""
SMALL = 30_000
WINDOW = 16
"""How far back repetitions are looked for, as a power of two: a longer way takes longer, and few pages are as long."""
TEXT = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml")
AGAIN = "compressed before"
"""Marks a request whose answer others get as well, byte for byte."""


class CompressionLayer:
    """ASGI layer that compresses whole answers; what comes compressed, or bit by bit, passes as it is.

    Answers that are marked by ``shared``, or may be kept for ever, are kept compressed for the next who asks.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: Kept[bytes] = Kept(512)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        encoding = _encoding(scope) if scope["type"] == ScopeType.HTTP else ""
        if not encoding:
            await self.app(scope, receive, send)
            return
        start: HTTPResponseStartEvent | None = None

        async def compressed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None and message["type"] == "http.response.body":
                headers = MutableScopeHeaders.from_message(start)
                if not message.get("more_body") and _gains(headers, len(message["body"])):
                    best = len(message["body"]) < SMALL and "immutable" in headers.get("cache-control", "")
                    body = self._compress(message["body"], encoding, best, best or bool(scope["state"].get(AGAIN)))
                    message["body"] = body
                    headers["content-encoding"] = encoding
                    headers["content-length"] = str(len(body))
                    headers.extend_header_value("vary", "Accept-Encoding")
                begun, start = start, None
                await send(begun)
            await send(message)

        await self.app(scope, receive, compressed)

    def _compress(self, body: bytes, encoding: str, best: bool, again: bool) -> bytes:
        make = partial(_COMPRESS[encoding], body, BEST if best else QUALITY)
        return self._kept.made((encoding, hashlib.sha256(body).digest()), make) if again else make()


def shared(scope: Scope) -> None:
    """Mark an answer as one that others get as well: nothing in it is anybody's own."""
    scope["state"][AGAIN] = True


def _encoding(scope: Scope) -> str:
    accepted = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
    return "br" if b"br" in accepted else "gzip" if b"gzip" in accepted else ""


def _gains(headers: MutableScopeHeaders, length: int) -> bool:
    return length >= LEAST and "content-encoding" not in headers and headers.get("content-type", "").startswith(TEXT)


_COMPRESS: dict[str, Callable[[bytes, int], bytes]] = {
    "br": lambda body, quality: bytes(brotli.compress(body, quality=quality, lgwin=WINDOW)),
    "gzip": lambda body, quality: gzip.compress(body, compresslevel=min(quality, 9), mtime=0),
}
