"""Pictures that were handed in for a spec, for its owner."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Visitor
from configurator.specs.portrait import holds_upload
from configurator.specs.queries import own_spec
from configurator.uploads.answers import BARE, answer_with


@get("/specs/{code:str}/uploads/{name:str}", include_in_schema=False, opt=BARE)
async def spec_picture(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    name: FromPath[str],
    visitor: NamedDependency[Visitor],
    session: NamedDependency[AsyncSession],
) -> Response[bytes]:
    """A picture of any revision of one's own spec."""
    spec = await own_spec(session, visitor, code)
    if not any(holds_upload(revision.portrait, name) for revision in spec.revisions):
        raise NotFoundException
    return await answer_with(request, name)


routes = [spec_picture]
