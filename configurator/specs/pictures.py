"""The picture of a saved spec: what everybody sees who has its code, so nothing personal."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.core.database import Database
from app.core.limits import Limiter, caller_of
from app.core.sharing import UNLISTED
from configurator.pictures.files import Pictures
from configurator.pictures.pages import ANEW, answer
from configurator.publishing.shelf import Shelf
from configurator.specs.pages import LOOKS, asking_of, revision_of_number
from configurator.specs.queries import spec_of_code

Asker = Request[Any, Any, Any]


@get(["/specs/{code:str}/picture.svg", "/specs/{code:str}/picture.png"], include_in_schema=False)
async def spec_picture(
    request: Asker,
    code: FromPath[str],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    pictures: NamedDependency[Pictures],
    limits: NamedDependency[Limiter],
) -> Response[bytes]:
    """The newest revision, or the one that ``revision`` names, drawn."""
    limits.hit(LOOKS, caller_of(request))
    async with database.reading() as session:
        spec = await spec_of_code(session, code)
        if spec is None or spec.deleted_at:
            raise NotFoundException
        revision = revision_of_number(spec, request.query_params.get("revision", ""))
        asking = await asking_of(session, spec, revision, shelf, {})
    form = request.scope["path"].rpartition(".")[2]
    drawn = await answer(request, pictures, asking, revision.product, form, ANEW)
    drawn.headers.update(UNLISTED)
    return drawn


routes = [spec_picture]
