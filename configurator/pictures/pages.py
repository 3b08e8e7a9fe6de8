"""Any configuration as an SVG file, and as a PNG for link previews. Nothing personal is in them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException, ServiceUnavailableException
from litestar.params import FromPath

from app.core.database import Database
from app.core.language import locale_of, prefix_of
from app.core.limits import Limit, Limiter, caller_of
from app.core.logs import log
from configurator.build.asking import Asking
from configurator.build.compose import picture_of
from configurator.build.sharing import full_name
from configurator.build.view import Picture
from configurator.build.wording import Wording
from configurator.engine.product import Product
from configurator.pictures.files import Pictures
from configurator.pictures.raster import NotDrawn
from configurator.publishing.shelf import Shelf

PREVIEWED = Limit("link previews", 120, timedelta(minutes=1))
"""A front page has a dozen drawings, and many people may come by one way; a preview takes thirty times the work."""
FOR_EVER, ANEW = "public, max-age=31536000, immutable", "public, no-cache"
MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""An SVG file opened by itself: its styles stand in it, and nothing else is to happen there."""

Asker = Request[Any, Any, Any]


@get("/pictures/{file:str}", include_in_schema=False)
async def picture(
    request: Asker,
    file: FromPath[str],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    pictures: NamedDependency[Pictures],
    limits: NamedDependency[Limiter],
) -> Response[bytes]:
    """``/pictures/PRODUCT.svg`` and ``.png`` with the configurator's parameters: the standing product, drawn.

    With a version (``v``) it may be kept for ever: it shows what stood when the address was made.
    """
    product, _, form = file.rpartition(".")
    if form not in MEDIA_TYPES:
        raise NotFoundException
    if form == "png":
        limits.hit(PREVIEWED, caller_of(request))
    asking, keeping = await _asked(request, product, database, shelf)
    return await answer(request, pictures, asking, asking.verdict().product, form, keeping)


@get("/pictures/bases/{file:str}", include_in_schema=False)
async def bases(
    request: Asker,
    file: FromPath[str],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    pictures: NamedDependency[Pictures],
) -> Response[bytes]:
    """``/pictures/bases/PRODUCT.svg``: the base models that are sold there, below each other; ``#city`` at the end
    shows that one alone.
    """
    product, _, form = file.rpartition(".")
    if form != "svg":
        raise NotFoundException
    asking, keeping = await _asked(request, product, database, shelf)
    words, locale = Wording(asking.published.file, locale_of(request)), locale_of(request)
    if not asking.published.file.words.picture or not asking.bases:
        raise NotFoundException
    drawn = []
    for base in asking.bases:
        own = replace(asking, choices=(), base=base.code)
        drawn.append((base.code, replace(picture_of(own, own.verdict().product, words), alt="", id=base.code)))
    return _file(request, await pictures.bases(drawn, locale), "svg", keeping)


async def _asked(request: Asker, product: str, database: Database, shelf: Shelf) -> tuple[Asking, str]:
    """The question that an address asks, and how long one may keep its answer. Raises `NotFoundException`."""
    named = request.query_params.get("v", "")
    async with database.reading() as session:
        version = await shelf.version(session, product, named) if named else None
        published = version or await shelf.shown(session, product)
    if published is None:
        raise NotFoundException
    return Asking.of(published, request.query_params, {}), FOR_EVER if version else ANEW


async def answer(
    request: Asker, pictures: Pictures, asking: Asking, product: Product, form: str, keeping: str
) -> Response[bytes]:
    """The file of a product, as it stands under a question without personal answers; `keeping` is how long one may
    keep it.
    """
    file, locale = asking.published.file, locale_of(request)
    words = Wording(file, locale)
    shown = picture_of(asking, product, words)
    if form == "png":
        body = await _preview(pictures, shown, full_name(asking, words), locale)
    elif shown.template:
        body = await pictures.svg(shown, locale)
    else:
        raise NotFoundException
    return _file(request, body, form, keeping)


def _file(request: Asker, body: bytes, form: str, keeping: str) -> Response[bytes]:
    headers = {
        "Cache-Control": keeping,
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:20]}"',
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if form == "svg":
        headers["Content-Security-Policy"] = POLICY
    if not prefix_of(request):
        headers["Vary"] = "Accept-Language"
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type=MEDIA_TYPES[form], headers=headers)


async def _preview(pictures: Pictures, shown: Picture, title: str, locale: str) -> bytes:
    try:
        return await pictures.preview(shown, title, locale)
    except NotDrawn as failure:
        log.error("not drawn", picture=shown.template, why=str(failure))
        raise ServiceUnavailableException(headers={"Retry-After": "60"}) from failure


routes = [picture, bases]
