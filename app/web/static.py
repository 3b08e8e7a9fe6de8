"""Static files. An address with the present digest may be kept for ever; any other is asked for anew each time."""

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.core.assets import Assets

FOR_EVER = "public, max-age=31536000, immutable"


@get("/static/{path:path}", include_in_schema=False)
async def static(request: Request[Any, Any, Any], path: FromPath[str]) -> Response[bytes]:
    """A file of static/."""
    assets: Assets = request.app.state.assets
    found = assets.find(path.removeprefix("/"))
    if found is None:
        raise NotFoundException
    asset, lasting = found
    body, encoding = asset.encoded(request.headers.get("accept-encoding", ""))
    headers = {"Cache-Control": FOR_EVER if lasting else "no-cache", "ETag": f'"{assets.digest}-{encoding or "plain"}"'}
    if asset.compressible:
        headers["Vary"] = "Accept-Encoding"
    if encoding:
        headers["Content-Encoding"] = encoding
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type=asset.media_type, headers=headers)
