"""The language somebody chose: for our letters, and for addresses that name none."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.exceptions import ClientException
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Person
from app.core.forms import sent_form
from app.core.i18n import LOCALES
from app.core.language import keep_language, prefix_of


@post("/my/language", include_in_schema=False)
async def choose_language(
    request: Request[Any, Any, Any], person: NamedDependency[Person], session: NamedDependency[AsyncSession]
) -> Response[None]:
    """Keep it with the account, and show the personal page in it."""
    chosen = (await sent_form(request)).get("language", "")
    if chosen not in LOCALES:
        raise ClientException
    await session.execute(update(Person).where(Person.id == person.id).values(locale=chosen))
    keep_language(request, chosen)
    page = f"/{chosen}/my" if prefix_of(request) else "/my"
    return Response(None, status_code=303, headers={"Location": page})


routes = [choose_language]
