"""How a picture goes out: as a picture, to whoever asked, and nowhere else."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from configurator.uploads.images import MIME
from configurator.uploads.store import Store

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Disposition": 'inline; filename="picture.webp"',
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
BARE = {"exclude_from_compression": True}
"""What a handler that answers with one says of itself: it is compressed as it is."""


async def answer_with(request: Request[Any, Any, Any], name: str) -> Response[bytes]:
    """The picture of that name, a small one with ``?size=small``; raises NotFoundException where there is none.

    Whether it may be seen is for the caller to know.
    """
    store: Store = request.app.state.uploads
    data = await store.read(name, small=request.query_params.get("size") == "small")
    if data is None:
        raise NotFoundException
    return Response(data, media_type=MIME, headers=HEADERS)
