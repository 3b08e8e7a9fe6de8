"""Anna, of whom the shop knows an inside leg and a colour, and what a page offers her because of that."""

from __future__ import annotations

import pytest
from litestar import Litestar

from accounts.consent.purposes import LEARN, REMEMBER
from app.bridges.questions import ShelfQuestions
from app.core.database import Database
from tests.accounts.profile.store import Store, saw
from tests.support.orders import signed_in
from tests.support.pages import Page
from tests.support.visitors import Visitor, Welcome

EMAIL = "anna@example.org"
BUILD = "/build/ebike"


@pytest.fixture
async def anna(stocked: Litestar, welcome: Welcome) -> Visitor:
    return await signed_in(welcome, EMAIL)


@pytest.fixture
async def store(anna: Visitor, database: Database) -> Store:
    """What is known of Anna, who allows to learn and to remember."""
    store = await Store.of(database, EMAIL)
    await store.allow(LEARN, REMEMBER)
    return store


async def tells(anna: Visitor, store: Store, key: str, value: str) -> None:
    question = ShelfQuestions(anna.shop.state.shelf).of(key)
    assert question is not None
    await store.tell(question, value)


@pytest.fixture
async def inseam(anna: Visitor, store: Store) -> int:
    """Anna told her inside leg, 78 cm; the id of the fact."""
    await anna.open(BUILD)
    await tells(anna, store, "measure.inseam", "780")
    return (await store.fact("780")).id


@pytest.fixture
async def pine(store: Store) -> int:
    """Anna saved two bikes in pine green and one in soot black; the id of what is known by it."""
    for ref, colour in (("spec:A", "pine"), ("spec:B", "pine"), ("spec:C", "soot")):
        await store.learn(ref, saw(colour))
    return (await store.fact("pine")).id


def panel(page: Page) -> str:
    """What the page offers because of who reads it."""
    sections = page.all("section", class_="for-you")
    return sections[0].words if sections else ""
