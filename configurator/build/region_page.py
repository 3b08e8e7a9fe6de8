"""The page on which somebody says where they are, and the way back with the prices for there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database
from app.core.forms import redirect, sent_form
from app.core.language import link, locale_of
from app.core.rendering import render
from configurator.build.asking import Asking
from configurator.build.pages import load
from configurator.build.places import Places, chosen_place, every_place, place_cookie, places_of
from configurator.pricing.book import PriceBook
from configurator.pricing.destinations import sold_at
from configurator.publishing.shelf import Shelf

Asker = Request[Any, Any, Any]
WAYS_BACK = {"cart": "/cart"}
"""Pages besides the front door that lead here, as the address calls them."""


@dataclass(frozen=True, slots=True)
class RegionPage:
    """What `templates/configurator/build/region.html` shows; `fields` ride in its form."""

    places: Places
    current: str
    fields: tuple[tuple[str, str], ...]
    action: str
    back: str


@get("/region", include_in_schema=False)
async def region_page(
    request: Asker, session: NamedDependency[AsyncSession], shelf: NamedDependency[Shelf]
) -> Response[str]:
    """All places where something is sold."""
    books = [book for each in await shelf.all_current(session) for book in each.file.prices.values()]
    came_from = request.query_params.get("from", "")
    fields = (("from", came_from),) if came_from in WAYS_BACK else ()
    back = link(request, WAYS_BACK.get(came_from, "/"))
    current = chosen_place(request) or (books[0].region if books else "")
    return _shown(request, RegionPage(places_of(books, locale_of(request)), current, fields, "/region", back))


@post("/region", include_in_schema=False)
async def choose_region(
    request: Asker, session: NamedDependency[AsyncSession], shelf: NamedDependency[Shelf]
) -> Response[Any]:
    """Keep the place in this browser, and go back."""
    form = await sent_form(request)
    books = {book.region: book for each in await shelf.all_current(session) for book in each.file.prices.values()}
    place = _place(form.get("place", ""), books)
    back = WAYS_BACK.get(form.get("from", ""), "/")
    return redirect(request, back, [place_cookie(place)])


@get("/build/{product:str}/region", include_in_schema=False)
async def region_of_build(
    request: Asker, product: FromPath[str], database: NamedDependency[Database], shelf: NamedDependency[Shelf]
) -> Response[str]:
    """The places where a product is sold; all that was chosen rides along."""
    async with database.reading() as session:
        asking, _ = await load(request, product, request.query_params, session, shelf)
    places = places_of(asking.published.file.prices.values(), locale_of(request))
    action, back = f"/build/{asking.product}/region", link(request, asking.address())
    return _shown(request, RegionPage(places, asking.region, tuple(asking.fields().items()), action, back))


@post("/build/{product:str}/region", include_in_schema=False)
async def choose_region_of_build(
    request: Asker, product: FromPath[str], session: NamedDependency[AsyncSession], shelf: NamedDependency[Shelf]
) -> Response[Any]:
    """Keep the place in this browser, and go on with what was chosen, at the prices for there."""
    form = await sent_form(request)
    before, _ = await load(request, product, form, session, shelf)
    place = _place(form.get("place", ""), before.published.file.prices)
    after = Asking.of(before.published, {**form, "region": place}, {})
    return redirect(request, after.address(), [place_cookie(place)])


def _place(asked: str, prices: Mapping[str, PriceBook]) -> str:
    """The place that was chosen; raises NotFoundException where nothing is sold there."""
    place = asked.lower()
    if place not in every_place() or not sold_at(prices, place):
        raise NotFoundException
    return place


def _shown(request: Asker, page: RegionPage) -> Response[str]:
    return render(request, "configurator/build/region.html", page=page)


routes = [region_page, choose_region, region_of_build, choose_region_of_build]
