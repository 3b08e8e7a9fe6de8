"""What the shop sells, for programs: where each product is, and what it costs at least."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import Parameter
from msgspec import Struct, field

from app.core.database import Database
from app.core.i18n import N_
from app.core.language import absolute, locale_of
from configurator.build.api import PROBLEMS, REGION
from configurator.build.asking import Asking
from configurator.build.from_price import from_price
from configurator.build.wording import Wording
from configurator.engine.verdict import Unbuildable
from configurator.publishing.shelf import Published, Shelf


class BaseJson(Struct):
    """A base model, to be named as `base`."""

    code: str
    label: str


class FromJson(Struct):
    """The lowest price in minor units; where it is not `proven`, there may be a lower one."""

    currency: str
    total: int
    proven: bool


class ProductJson(Struct):
    """A product. `page`, `picture` and `verdict` are addresses; `from` is its lowest price in the region."""

    code: str
    version: str
    label: str
    description: str
    bases: list[BaseJson]
    regions: list[str]
    least: FromJson = field(name="from")
    page: str
    picture: str
    verdict: str


@get(
    "/api/products",
    tags=["Products"],
    summary=N_("What the shop sells"),
    response_description=N_("Every product that can be had"),
    responses={400: PROBLEMS[400]},
)
async def products_for_programs(
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    region: Annotated[str, Parameter(description=REGION)] = "",
) -> list[ProductJson]:
    """In the order of the shop, each in its current version."""
    async with database.reading() as session:
        current = await shelf.all_current(session)
    found = [await _product(request, published, region) for published in current]
    return [product for product in found if product is not None]


async def _product(request: Request[Any, Any, Any], published: Published, region: str) -> ProductJson | None:
    asking = Asking.of(published, {"region": region}, {})
    words, file = Wording(published.file, locale_of(request)), published.file
    try:
        least = await from_price(asking)
    except Unbuildable:
        return None
    return ProductJson(
        code=file.code,
        version=published.hash,
        label=words.of(file.model.label),
        description=words.of(file.words.intro),
        bases=[BaseJson(base.code, words.of(base.label)) for base in asking.bases],
        regions=list(file.prices),
        least=FromJson(least.currency, least.total, least.proven),
        page=absolute(request, f"/build/{file.code}"),
        picture=absolute(request, f"/pictures/{file.code}.svg"),
        verdict=absolute(request, f"/api/products/{file.code}/verdict"),
    )


routes = [products_for_programs]
