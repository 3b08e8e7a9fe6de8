"""Ways beside the questions: be asked plain ones, be surprised, see the cheapest, compare. Nothing is lost on them."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.forms import redirect, sent_form
from configurator.build.asking import Asking
from configurator.build.handed import WITH_PICTURES, filled_in
from configurator.build.pages import go_on, keep, load_form
from configurator.publishing.shelf import Shelf

PLACES = ("guide", "surprise", "cheapest", "compare", "region")


@post("/build/{product:str}/detours", include_in_schema=False, status_code=200, **WITH_PICTURES)
async def detour(
    request: Request[Any, Any, Any],
    product: FromPath[str],
    session: NamedDependency[AsyncSession],
    shelf: NamedDependency[Shelf],
) -> Response[Any]:
    """Go where the form's button leads, with all that the form says."""
    form = await sent_form(request)
    place = form.get("to", "")
    if place not in PLACES:
        raise NotFoundException
    before, _ = await load_form(request, product, form, session, shelf)
    if form.get("c") is None:
        return redirect(request, _way(place, before))
    filled = await filled_in(request, before, form, session)
    cookies = await keep(request, before, filled.asking, session)
    verdict = filled.asking.verdict()
    if filled.mistakes or filled.asking.want or verdict.dropped:
        return go_on(request, filled.asking, filled.mistakes, cookies)
    return redirect(request, _way(place, filled.asking.with_choices(verdict.choices)), cookies)


def _way(place: str, asking: Asking) -> str:
    if place != "compare":
        return asking.address(f"/{place}")
    saved = {"s": asking.spec} if asking.spec else {}
    return f"/compare?{asking.query(product=asking.product, picked='', **saved)}"


routes = [detour]
