"""The house put together: every room is listed here, and nothing else happens here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, ControllerRouterHandler
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from accounts.identity import pages as identity
from accounts.identity.links import BrokenLink
from accounts.identity.steps import answer_broken_link
from accounts.identity.visitors import SignInNeeded, provide_person, provide_reviewer, provide_staff, provide_visitor
from accounts.privacy import pages as privacy
from accounts.profile import my as profile
from accounts.profile import staff as staff_feed
from app import bridges
from app.bridges.personal import PERSONAL
from app.bridges.questions import ShelfQuestions
from app.core.assets import Assets
from app.core.compression import CompressionLayer
from app.core.database import Database, end_session, provide_session
from app.core.forms import take_in
from app.core.language import LanguageLayer, locale_of
from app.core.limits import Limiter
from app.core.logs import AccessLayer
from app.core.rendering import Templates
from app.core.security import LARGEST_BODY, HeadersLayer, guard
from app.core.settings import Settings
from app.web import crawlers, health, home, my, patterns
from app.web.errors import (
    answer_clash,
    answer_crash,
    answer_http_error,
    answer_malformed,
    answer_stranger,
    answer_unbuildable,
)
from app.web.head import HeadLayer
from app.web.schema import describe_interface
from app.web.shell import shell
from app.web.static import static
from configurator.build import (
    api,
    detours,
    embed,
    facts,
    glossary,
    guide,
    pages,
    products,
    proposals,
    region_page,
    repairs,
    uploads,
)
from configurator.cart import pages as cart
from configurator.checkout import cancelling, webhook
from configurator.checkout import pages as checkout
from configurator.engine.verdict import Unbuildable
from configurator.orders import invoice_page, staff_invoices
from configurator.orders import my as my_orders
from configurator.orders import pages as orders
from configurator.orders import staff as staff_orders
from configurator.orders import uploads as order_uploads
from configurator.payments.gateway import Gateway
from configurator.pictures import pages as pictures
from configurator.pictures.files import Pictures
from configurator.publishing.shelf import Shelf
from configurator.specs import compare
from configurator.specs import my as my_specs
from configurator.specs import pages as specs
from configurator.specs import pictures as spec_pictures
from configurator.specs import uploads as spec_uploads
from configurator.uploads.store import UPLOADS, Store

ROOT = Path(__file__).parent.parent

ROUTES: list[ControllerRouterHandler] = [
    health.health,
    health.readiness,
    static,
    *crawlers.routes,
    home.home,
    my.my_page,
    patterns.patterns,
    *identity.routes,
    *privacy.routes,
    *profile.routes,
    *pages.routes,
    *facts.routes,
    *repairs.routes,
    *detours.routes,
    *guide.routes,
    *region_page.routes,
    *proposals.routes,
    *glossary.routes,
    *uploads.routes,
    *embed.routes,
    *products.routes,
    *api.routes,
    *pictures.routes,
    *specs.routes,
    *spec_pictures.routes,
    *spec_uploads.routes,
    *my_specs.routes,
    *compare.routes,
    *cart.routes,
    *checkout.routes,
    *webhook.routes,
    *cancelling.routes,
    *orders.routes,
    *invoice_page.routes,
    *order_uploads.routes,
    *my_orders.routes,
    *staff_orders.routes,
    *staff_invoices.routes,
    *staff_feed.routes,
]


FURNITURE = ("settings", "database", "shelf", "announce", "questions", "gateway", "limits", "pictures")
"""What handlers ask for by the name that it has in the state."""


def furnish(settings: Settings) -> State:
    """What the rooms share."""
    assets = Assets(ROOT / "static")
    shelf = Shelf()
    templates = Templates(ROOT / "templates", assets, settings.base_url, shell)
    return State(
        {
            "settings": settings,
            "database": Database(settings.database_url),
            "assets": assets,
            "limits": Limiter(),
            "personal": PERSONAL,
            "shelf": shelf,
            "announce": bridges.announce,
            "questions": ShelfQuestions(shelf),
            "gateway": Gateway.of(settings),
            "templates": templates,
            "uploads": Store(settings.data / UPLOADS),
            "pictures": Pictures(templates, assets.styles()),
        }
    )


def create_app(settings: Settings) -> Litestar:
    """The shop as one ASGI application."""
    app = Litestar(
        route_handlers=[*ROUTES, *_demo_routes(settings)],
        state=furnish(settings),
        dependencies={
            **{name: Provide(_piece(name), sync_to_thread=False) for name in FURNITURE},
            "session": Provide(provide_session),
            "locale": Provide(locale_of, sync_to_thread=False),
            "visitor": Provide(provide_visitor),
            "person": Provide(provide_person, sync_to_thread=False),
            "staff": Provide(provide_staff, sync_to_thread=False),
            "reviewer": Provide(provide_reviewer, sync_to_thread=False),
        },
        guards=[guard],
        before_request=take_in,
        exception_handlers={
            HTTPException: answer_http_error,
            SignInNeeded: answer_stranger,
            BrokenLink: answer_broken_link,
            UnicodeDecodeError: answer_malformed,
            RecursionError: answer_malformed,
            Unbuildable: answer_unbuildable,
            DBAPIError: answer_clash,
            Exception: answer_crash,
        },
        after_exception=[end_session],
        openapi_config=describe_interface(),
        request_max_body_size=LARGEST_BODY,
        lifespan=[_open],
        logging_config=None,
    )
    app.asgi_handler = _with_layers(app.asgi_handler, settings)
    return app


def _piece(name: str) -> Callable[[Request[Any, Any, Any]], Any]:
    def provide(request: Request[Any, Any, Any]) -> Any:
        return request.app.state[name]

    return provide


def _demo_routes(settings: Settings) -> list[ControllerRouterHandler]:
    if not settings.demo:
        return []
    from app.demo import pages as demo  # what serves for real imports nothing of the demo

    return [*demo.routes]


def _with_layers(inner: ASGIApp, settings: Settings) -> ASGIApp:
    """What every request passes, unknown addresses too, which Litestar's own middleware never sees."""
    spoken = LanguageLayer(inner, settings.default_locale)
    return HeadersLayer(AccessLayer(HeadLayer(CompressionLayer(spoken))), settings)


@asynccontextmanager
async def _open(app: Litestar) -> AsyncIterator[None]:
    with suppress(SQLAlchemyError, OSError):  # what the database cannot tell yet, it is asked again at the first visit
        async with app.state.database.reading() as session:
            await app.state.shelf.all_current(session)
    yield
    if app.state.gateway is not None:
        await app.state.gateway.close()
    await app.state.database.close()
