"""The app inside the test's own process, spoken to without a network.

A test that asks for ``database`` is a data test: it runs on SQLite and on PostgreSQL, and ``client`` uses the same.
"""

import io
import logging
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar
from litestar.types import ControllerRouterHandler

from app.asgi import create_app, furnish
from app.core.database import Database
from app.core.logs import configure_logging
from app.core.settings import Settings

SHOP = "https://shop.example"
FURNISHED: dict[str, Any] = {
    "data": Path(),
    "database_url": "sqlite+aiosqlite://",
    "smtp_url": "",
    "stripe_key": "",
    "stripe_api": "",
    "feed_url": "",
}
"""Settings that only what stands in the house knows, and its walls do not."""


class CapturedStderr(io.StringIO):
    """Whatever stderr is at the moment: pytest shows it with the test that failed."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)


@pytest.fixture(autouse=True)
def logs() -> None:
    """Every test begins with the shop's own logs, whatever the last one made of them."""
    configure_logging("info", CapturedStderr())
    logging.getLogger("httpx").setLevel(logging.WARNING)  # the tests' side of the talk


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A shop on https, on the test's database if it has one."""
    environ = {"ATELIER_BASE_URL": SHOP, "ATELIER_DATA": str(tmp_path)}
    if "database_url" in request.fixturenames:
        environ["ATELIER_DATABASE_URL"] = request.getfixturevalue("database_url")
    return Settings.from_env(environ)


@pytest.fixture
def probes() -> tuple[ControllerRouterHandler, ...]:
    """Routes that the shop has for the tests' sake."""
    return ()


@pytest.fixture
async def app(settings: Settings, probes: tuple[ControllerRouterHandler, ...]) -> AsyncIterator[Litestar]:
    """The shop, open."""
    app = furnished(settings, *probes)
    async with app.lifespan():
        yield app


def furnished(settings: Settings, *probes: ControllerRouterHandler) -> Litestar:
    """The shop in a house that an earlier test may have left: to put its routes together takes a tenth of a second.

    There is one such house at a time: whoever needs a second one open beside it builds it by ``create_app``.
    """
    house = built(replace(settings, **FURNISHED), probes)
    house.state = furnish(settings)
    return house


@cache
def built(settings: Settings, probes: tuple[ControllerRouterHandler, ...]) -> Litestar:
    house = create_app(settings)
    for probe in probes:
        house.register(probe)
    return house


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[AsyncClient]:
    """A browser of the simplest kind: it keeps cookies and follows no redirect."""
    async with AsyncClient(transport=ASGITransport(app, raise_app_exceptions=False), base_url=SHOP) as client:
        yield client


@pytest.fixture
def database(app: Litestar, database_url: str) -> Database:
    """The app's own database, migrated and empty."""
    database: Database = app.state.database
    return database
