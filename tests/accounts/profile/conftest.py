"""Anna, who has an account in a shop with the e-bike in it, what is known of her, and Ben, who is a stranger to her."""

from __future__ import annotations

import pytest
from httpx import Response
from litestar import Litestar

from accounts.consent.purposes import LEARN, REMEMBER
from accounts.profile.models import Fact
from app.core.database import Database
from tests.accounts.profile.store import Store
from tests.support.orders import signed_in
from tests.support.pages import Node, Page, fields_of, form_around
from tests.support.visitors import BROWSER, Visitor, Welcome

ANNA, BEN = "anna@example.org", "ben@example.org"
PAGE = "/my/facts"


@pytest.fixture
async def anna(stocked: Litestar, welcome: Welcome) -> Visitor:
    async with stocked.state.database.reading() as session:
        await stocked.state.shelf.all_current(session)
    return await signed_in(welcome, ANNA)


@pytest.fixture
async def ben(anna: Visitor, welcome: Welcome) -> Visitor:
    return await signed_in(welcome, BEN)


@pytest.fixture
async def store(anna: Visitor, database: Database) -> Store:
    """What is known of Anna, who allows to learn and to remember."""
    store = await Store.of(database, ANNA)
    await store.allow(LEARN, REMEMBER)
    return store


def entry(page: Page, fact: Fact) -> Node:
    """Where the page tells of a fact."""
    return page.part(f"fact-{fact.id}")


async def press_at(visitor: Visitor, page: Page, fact: Fact, words: str, **changes: str) -> Response:
    """Press the button with these words that stands with a fact."""
    (button,) = (each for each in entry(page, fact).all("button") if words in each.words)
    form = form_around(button)
    return await visitor.client.post(form["action"], data={**fields_of(form), **changes}, headers=BROWSER)
