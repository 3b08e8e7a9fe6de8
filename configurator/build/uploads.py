"""Pictures that were handed in while building, for the browser in which that was."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.core.database import Database
from app.core.security import guest_token
from configurator.build.drafts import draft_answers
from configurator.engine.model import Kind
from configurator.publishing.shelf import Shelf
from configurator.uploads.answers import BARE, answer_with


@get("/build/{product:str}/uploads/{name:str}", include_in_schema=False, opt=BARE)
async def draft_picture(
    request: Request[Any, Any, Any],
    product: FromPath[str],
    name: FromPath[str],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
) -> Response[bytes]:
    """A picture that answers a question of the product in this browser's draft."""
    async with database.reading() as session:
        answers = await draft_answers(session, guest_token(request), product)
        published = await shelf.current(session, product) if name in answers.values() else None
    groups = published.file.model.groups if published else ()
    if not any(group.kind is Kind.FILE and answers.get(group.code) == name for group in groups):
        raise NotFoundException
    return await answer_with(request, name)


routes = [draft_picture]
