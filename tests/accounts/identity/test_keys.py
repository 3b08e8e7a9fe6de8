"""A key, carried by a letter, opens one page in the browser where its button is pressed."""

from __future__ import annotations

import pytest
from litestar import Litestar

from accounts.identity.keys import new_key
from app.core.database import Database
from tests.accounts.conftest import ANNA, SignUp
from tests.configurator.specs.conftest import TOLD, save
from tests.support.visitors import BROWSER, Visitor


@pytest.fixture
async def spec(stocked: Litestar, anna: Visitor) -> str:
    """The address of Anna's bike, with her measures on it."""
    return await save(anna, "/build/ebike?c=frame.split", **TOLD)


@pytest.fixture
async def key(database: Database, spec: str) -> str:
    """Where the letter with the key to it leads."""
    async with database.writing() as session:
        return f"/key?token={await new_key(session, spec)}"


async def test_it_opens_what_is_hers_in_another_browser(spec: str, key: str, ben: Visitor):
    assert "Annabella" not in (await ben.open(spec)).words
    page = await ben.go_on(await ben.press(await ben.open(key), "Open it"))

    assert page.address == spec
    assert "Annabella" in page.words
    assert "Annabella" in (await ben.open(spec)).words


async def test_looking_opens_nothing_and_sets_no_cookie(spec: str, key: str, ben: Visitor):
    answer = await ben.client.get(key, headers=BROWSER)

    assert "set-cookie" not in answer.headers
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "Annabella" not in (await ben.open(spec)).words


async def test_it_opens_that_page_alone(stocked: Litestar, key: str, anna: Visitor, ben: Visitor):
    other = await save(anna, "/build/ebike?c=frame.step", plate="Secret")
    await ben.press(await ben.open(key), "Open it")

    assert "Secret" not in (await ben.open(other)).words


async def test_it_may_be_used_again_and_in_either_language(spec: str, key: str, ben: Visitor):
    for _ in range(2):
        page = await ben.open(f"/ru{key}")
        assert (await ben.press(page, "Открыть")).headers["location"] == f"/ru{spec}"


async def test_the_browsers_cookie_stays(stocked: Litestar, key: str, ben: Visitor):
    await save(ben)
    before = ben.client.cookies["__Host-guest"]
    await ben.press(await ben.open(key), "Open it")

    assert ben.client.cookies["__Host-guest"] == before


async def test_it_works_for_somebody_signed_in(spec: str, key: str, ben: Visitor, sign_up: SignUp):
    await sign_up(ben, ANNA)

    assert "Annabella" in (await ben.go_on(await ben.press(await ben.open(key), "Open it"))).words
