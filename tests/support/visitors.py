"""People at the shop, each with a browser of their own and without a network."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar

from app.asgi import create_app
from app.core.database import Database
from app.core.settings import Settings
from configurator.publishing.actions import publish
from tests.support.apps import SHOP
from tests.support.pages import Page, fields_of, form_around

EBIKE = (Path(__file__).parents[2] / "examples" / "ebike.toml").read_text(encoding="utf-8")
BOX = (Path(__file__).parent / "box.toml").read_text(encoding="utf-8")
STOOL = (Path(__file__).parent / "stool.toml").read_text(encoding="utf-8")
BROWSER = {"Accept": "text/html,*/*;q=0.8", "Sec-Fetch-Site": "same-origin", "Origin": SHOP}
CALLERS = itertools.count()
HTMX = {**BROWSER, "HX-Request": "true", "HX-Request-Type": "partial"}


class Visitor:
    """Somebody with a browser: it keeps cookies, sends forms whole, and follows a redirect only when told."""

    def __init__(self, client: AsyncClient, shop: Litestar) -> None:
        self.client = client
        self.shop = shop

    async def open(self, address: str, status: int = 200) -> Page:
        """The page at an address."""
        answer = await self.client.get(address, headers=BROWSER)
        assert answer.status_code == status, f"{address} answers {answer.status_code}"
        return Page(answer)

    async def send(
        self,
        page: Page,
        to: str = "",
        htmx: bool = False,
        files: Mapping[str, bytes] | None = None,
        **changes: str | None,
    ) -> Response:
        """Send the page's form with some fields changed; None leaves a field out, as an empty check box is."""
        fields = {name: value for name, value in {**page.form, **changes}.items() if value is not None}
        headers, action = HTMX if htmx else BROWSER, to or page.builder["action"]
        if not files:
            return await self.client.post(action, data=fields, headers=headers)
        assert page.builder["enctype"] == "multipart/form-data"
        sent = {name: (f"{name}.html", data, "text/html") for name, data in files.items()}
        fields = {name: value for name, value in fields.items() if name not in sent}
        return await self.client.post(action, data=fields, files=sent, headers=headers)

    async def hand_in(self, page: Page, **files: bytes) -> Page:
        """Send the form with files in it, without script, and see where that leads."""
        answer = await self.send(page, files=files)
        assert answer.status_code == 303, f"the form answers {answer.status_code}"
        return await self.open(answer.headers["location"])

    async def press(self, page: Page, words: str, **changes: str) -> Response:
        """Press the button with these words, in whatever form it stands, with some fields filled in."""
        button = page.button(words)
        form = form_around(button)
        fields = {**fields_of(form), **changes}
        if button["name"]:
            fields[button["name"]] = button["value"]
        return await self.client.post(button["formaction"] or form["action"], data=fields, headers=BROWSER)

    async def go_on(self, answer: Response) -> Page:
        """The page to which an answer leads, over as many redirects as there are."""
        while answer.status_code == 303:
            answer = await self.client.get(answer.headers["location"], headers=BROWSER)
        return Page(answer)

    async def change(self, page: Page, **changes: str | None) -> Page:
        """Change some fields without script, and see where that leads."""
        answer = await self.send(page, **changes)
        assert answer.status_code == 303, f"the form answers {answer.status_code}"
        return await self.open(answer.headers["location"])

    async def verdict(self, product: str = "ebike", **asked: Any) -> dict[str, Any]:
        """What a program is told; asked as the body has it."""
        answer = await self.client.post(f"/api/products/{product}/verdict", json=asked, headers={"Origin": SHOP})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


Welcome = Callable[[], Visitor]


@asynccontextmanager
async def shop_with(
    template: Path, folder: Path, *sources: str, adapt: Callable[[Settings], Settings] = lambda settings: settings
) -> AsyncIterator[Litestar]:
    """A shop open on a copy of `template`, with these product files published one after another."""
    shutil.copy(template, folder / "atelier.sqlite3")
    app = create_app(adapt(Settings.from_env({"ATELIER_BASE_URL": SHOP, "ATELIER_DATA": str(folder)})))
    for source in sources:
        await publish_in(app.state.database, source)
    async with app.lifespan():
        yield app


@pytest.fixture(scope="session")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """One shop for all tests that publish nothing, with the e-bike in it."""
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), EBIKE) as app:
        yield app


@pytest.fixture
def stocked(app: Litestar, database: Database) -> Litestar:
    """A shop of the test's own, with the e-bike in it: see ``database_url``."""
    return app


@pytest.fixture
def shop_here(request: pytest.FixtureRequest) -> Litestar:
    """The shop that the test speaks to: its own if it has one."""
    shop: Litestar = request.getfixturevalue("app" if "app" in request.fixturenames else "open_shop")
    return shop


@pytest.fixture
async def welcome(shop_here: Litestar) -> AsyncIterator[Welcome]:
    """Lets one more person in."""
    visitors: list[Visitor] = []

    def let_in() -> Visitor:
        visitors.append(visitor_of(shop_here))
        return visitors[-1]

    yield let_in
    for visitor in visitors:
        await visitor.client.aclose()


@pytest.fixture
def shopper(welcome: Welcome) -> Visitor:
    return welcome()


def visitor_of(shop: Litestar) -> Visitor:
    """Somebody new, who calls from an address of their own."""
    address = str(ip_address("10.0.0.1") + next(CALLERS))
    transport = ASGITransport(shop, raise_app_exceptions=False, client=(address, 40_000))
    return Visitor(AsyncClient(transport=transport, base_url=SHOP), shop)


async def publish_in(database: Database, source: str, name: str = "file.toml") -> str:
    """Publish a product file; its hash."""
    async with database.writing() as session:
        checked = await publish(session, source, name)
    return checked.file.content_hash
