"""What a person says on the page of what is known of them: not now, or forget it. Nothing they chose is lost by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Fact, Person, forget, own_fact, rest, subject_of
from app.core import clock
from app.core.forms import redirect, sent_form
from configurator.build.handed import WITH_PICTURES, filled_in
from configurator.build.pages import go_on, keep, load_form
from configurator.publishing.shelf import Shelf

NOT_NOW = timedelta(days=1)

Asker = Request[Any, Any, Any]


@post("/build/{product:str}/facts/{fact:int}/rest", include_in_schema=False, **WITH_PICTURES)
async def not_now(
    request: Asker,
    product: FromPath[str],
    fact: FromPath[int],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    shelf: NamedDependency[Shelf],
) -> Response[Any]:
    """Let a fact of one's own not serve for a day."""
    rest(await _own(session, person, fact), clock.now() + NOT_NOW)
    return await _without(request, product, fact, session, shelf)


@post("/build/{product:str}/facts/{fact:int}/forgetting", include_in_schema=False, **WITH_PICTURES)
async def forget_it(
    request: Asker,
    product: FromPath[str],
    fact: FromPath[int],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    shelf: NamedDependency[Shelf],
) -> Response[Any]:
    """Have a fact of one's own forgotten."""
    await forget(session, await _own(session, person, fact))
    return await _without(request, product, fact, session, shelf)


async def _own(session: AsyncSession, person: Person, fact: int) -> Fact:
    await subject_of(session, person.id)
    found = await own_fact(session, person.id, fact)
    if found is None:
        raise NotFoundException
    return found


async def _without(request: Asker, product: str, fact: int, session: AsyncSession, shelf: Shelf) -> Response[Any]:
    """Go on with what the form says, but for what the fact had filled in."""
    form = await sent_form(request)
    before, _ = await load_form(request, product, form, session, shelf)
    if form.get("c") is None:
        return redirect(request, before.address())
    filled = await filled_in(request, before, form, session)
    asking = filled.asking.without(fact)
    cookies = await keep(request, before, asking, session)
    return go_on(request, asking, filled.mistakes, cookies)


routes = [not_now, forget_it]
