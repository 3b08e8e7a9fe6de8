"""HEAD for every page."""

from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send


class HeadLayer:
    """ASGI layer that answers HEAD as GET. The server, which knows what was asked, leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] == "HEAD":
            scope = cast("HTTPScope", {**scope, "method": "GET"})
        await self.app(scope, receive, send)
