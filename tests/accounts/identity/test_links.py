"""Links by mail: each works once, for a while, for one address; every other case has its page and a way on."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from accounts.identity.jobs import forget_old_ways_in
from accounts.identity.models import Link, Person, SignIn
from app.core import clock
from app.core.database import Database
from tests.accounts.conftest import ANNA, BEN, PASSWORD, Post, SignUp, ask_for_link
from tests.support.pages import Page
from tests.support.visitors import Visitor, Welcome


@pytest.fixture
async def known(welcome: Welcome, sign_up: SignUp) -> None:
    """Anna and Ben have accounts."""
    await sign_up(welcome(), ANNA, PASSWORD)
    await sign_up(welcome(), BEN)


def in_russian(link: str) -> str:
    """The Russian page of a link that was mailed in English."""
    return link.replace("/en/", "/ru/", 1)


async def test_looking_spends_nothing_and_a_button_signs_in(known: None, anna: Visitor, post: Post):
    link = await ask_for_link(anna, post, ANNA, "/cart")
    for _ in range(3):
        page = await anna.open(link)
    landed = await anna.go_on(await anna.press(page, "Sign in"))

    assert "Sign in as a…a@example.org?" in page.words
    assert ANNA not in page.words
    assert landed.address == "/en/cart"


async def test_a_used_one_says_so_and_leads_to_a_new_one(known: None, anna: Visitor, ben: Visitor, post: Post):
    link = await ask_for_link(anna, post, ANNA, "/cart")
    page = await anna.open(link)
    await anna.press(page, "Sign in")
    again = Page(await ben.press(page, "Sign in"))

    assert again.status_code == 410
    assert "This link has been used" in again.words
    assert again.link("Ask for a new link") == "/en/signin?next=%2Fcart"
    assert "__Host-session" not in ben.client.cookies
    assert "Этой ссылкой уже воспользовались" in (await ben.open(in_russian(link), status=410)).words


async def test_an_old_one_says_so(known: None, anna: Visitor, post: Post):
    link = await ask_for_link(anna, post, ANNA)
    page = await anna.open(link)
    with time_machine.travel(clock.now() + timedelta(minutes=20, seconds=1), tick=True):
        assert "This link is too old" in (await anna.open(link, status=410)).words
        assert "Эта ссылка устарела" in (await anna.open(in_russian(link), status=410)).words
        assert (await anna.press(page, "Sign in")).status_code == 410


@pytest.mark.parametrize("token", ["", "A" * 22, "%00", "%ff"])
@pytest.mark.parametrize("place", ["/signin/link", "/signup/account", "/key"])
async def test_an_unknown_one_says_so(known: None, anna: Visitor, place: str, token: str):
    expected = 400 if token == "%00" else 404
    page = await anna.open(f"{place}?token={token}", status=expected)
    russian = await anna.open(f"/ru{place}?token={token}", status=expected)

    if expected == 404:
        assert "We do not know this link" in page.words
        assert "Мы не знаем этой ссылки" in russian.words


async def test_one_to_sign_up_is_none_to_sign_in(known: None, anna: Visitor, post: Post):
    link = await ask_for_link(anna, post, "new@example.org")
    assert link.startswith("/en/signup/account?token=")

    await anna.open(link.replace("/signup/account", "/signin/link"), status=404)


async def test_where_ben_is_signed_in_annas_link_asks_first(known: None, anna: Visitor, ben: Visitor, post: Post):
    await ben.press(await ben.open(await ask_for_link(ben, post, BEN)), "Sign in")
    link = await ask_for_link(anna, post, ANNA, "/cart")
    page = await ben.open(link)

    assert "This link is for a…a@example.org" in page.words
    assert "b…n@example.org is signed in" in page.words
    assert page.link("Stay signed in as") == "/en/cart"
    assert "вошёл пользователь b…n@example.org" in (await ben.open(in_russian(link))).words
    assert BEN in (await ben.open("/my")).words
    await ben.go_on(await ben.press(page, "Change over"))
    assert ANNA in (await ben.open("/my")).words


async def test_of_two_who_press_at_once_one_gets_in(known: None, database: Database, welcome: Welcome, post: Post):
    first, second = welcome(), welcome()
    link = await ask_for_link(first, post, ANNA)
    pages = [await first.open(link), await second.open(link)]
    before = await count(database, SignIn)
    answers = await asyncio.gather(first.press(pages[0], "Sign in"), second.press(pages[1], "Sign in"))

    assert sorted(answer.status_code for answer in answers) == [303, 410]
    assert await count(database, SignIn) == before + 1


async def test_of_two_who_make_an_account_at_once_one_does(database: Database, welcome: Welcome, post: Post):
    first, second = welcome(), welcome()
    link = await ask_for_link(first, post, ANNA)
    pages = [await first.open(link), await second.open(link)]
    answers = await asyncio.gather(
        *(who.press(page, "Make my account") for who, page in zip((first, second), pages, strict=True))
    )

    assert sorted(answer.status_code for answer in answers) == [303, 410]
    assert await count(database, Person) == 1


async def test_its_address_is_told_to_nobody(known: None, anna: Visitor, post: Post):
    answer = await anna.client.get(await ask_for_link(anna, post, ANNA))

    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


async def test_old_ones_are_forgotten_in_the_end(known: None, database: Database, anna: Visitor, post: Post):
    await ask_for_link(anna, post, ANNA)
    await forget_old_ways_in(database)
    assert await count(database, Link) == 3

    with time_machine.travel(clock.now() + timedelta(days=61), tick=False):
        await forget_old_ways_in(database)
    assert (await count(database, Link), await count(database, SignIn)) == (0, 0)
    assert await count(database, Person) == 2


async def count(database: Database, table: type[Link] | type[Person] | type[SignIn]) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0
