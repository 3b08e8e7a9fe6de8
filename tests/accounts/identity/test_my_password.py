"""Setting, changing and removing a password."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.core.database import Database
from tests.accounts.conftest import ANNA, PASSWORD, Post, SignUp, ask_for_link, sign_in, text_of
from tests.support.databases import statements_of
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor, Welcome

NEW = "seven otters paint a lighthouse"


@pytest.fixture
async def known(welcome: Welcome, sign_up: SignUp) -> None:
    """Anna has an account with a password."""
    await sign_up(welcome(), ANNA, PASSWORD)


@pytest.fixture
async def at_home(known: None, anna: Visitor) -> Visitor:
    """Anna, signed in by her password."""
    await sign_in(anna, ANNA, PASSWORD)
    return anna


async def change(visitor: Visitor, **fields: str) -> Page:
    page = await visitor.open("/my/password")
    return await visitor.go_on(await visitor.press(page, "Keep the new password", **fields))


async def can_sign_in(visitor: Visitor, password: str) -> bool:
    page = await visitor.open("/signin")
    return (await visitor.press(page, "Sign in", email=ANNA, password=password)).status_code == 303


async def test_the_new_one_takes_the_place_of_the_old(at_home: Visitor, welcome: Welcome):
    page = await change(at_home, old=PASSWORD, new=NEW)

    assert page.status_code == 200
    assert "Your password was changed" in page.words
    assert not await can_sign_in(welcome(), PASSWORD)
    assert await can_sign_in(welcome(), NEW)


async def test_every_other_browser_is_signed_out_and_a_letter_says_so(at_home: Visitor, ben: Visitor, post: Post):
    await sign_in(ben, ANNA, PASSWORD)
    await change(at_home, old=PASSWORD, new=NEW)

    assert "as a guest" in (await ben.open("/my")).words
    assert ANNA in (await at_home.open("/my")).words
    letter = (await post.to(ANNA))[-1]
    assert letter["Subject"] == "Your password was changed"
    assert "If that was not you" in text_of(letter)
    assert NEW not in text_of(letter)


@pytest.mark.parametrize("old", ["", "wrong", NEW])
async def test_without_the_old_one_nothing_changes(at_home: Visitor, welcome: Welcome, post: Post, old: str):
    before = len(await post.to(ANNA))
    page = await change(at_home, old=old, new=NEW)

    assert page.status_code == 422
    assert "not your present password" in page.description("old")
    assert page.link("not your present") == "#old"
    assert await can_sign_in(welcome(), PASSWORD)
    assert len(await post.to(ANNA)) == before


async def test_a_weak_new_one_is_refused_in_russian_too(at_home: Visitor):
    page = await at_home.open("/ru/my/password")
    again = Page(await at_home.press(page, "Сохранить новый пароль", old=PASSWORD, new="passwordpassword"))

    assert again.status_code == 422
    assert "легко угадать" in again.description("new")


async def test_forgotten_a_link_stands_in_for_it_for_some_minutes(
    known: None, anna: Visitor, post: Post, welcome: Welcome
):
    await anna.press(await anna.open(await ask_for_link(anna, post, ANNA)), "Sign in")
    page = await anna.open("/my/password")
    assert not page.all(name="old")

    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=True):
        assert (await anna.open("/my/password")).all(name="old")
        assert (await change(anna, new=NEW)).status_code == 422
    assert (await change(anna, new=NEW)).status_code == 200
    assert await can_sign_in(welcome(), NEW)


async def test_who_has_none_may_set_one(anna: Visitor, ben: Visitor, sign_up: SignUp):
    await sign_up(anna, ANNA)
    await change(anna, new=NEW)

    assert await can_sign_in(ben, NEW)


async def test_removed_she_signs_in_by_mail_only(at_home: Visitor, ben: Visitor, post: Post):
    page = await at_home.open("/my/password")
    await at_home.press(page, "Remove my password", old=PASSWORD)

    assert "You have no password" in (await at_home.open("/my/password")).words
    assert not await can_sign_in(ben, PASSWORD)
    assert (await post.to(ANNA))[-1]["Subject"] == "Your password was removed"
    await ben.press(await ben.open(await ask_for_link(ben, post, ANNA)), "Sign in")
    assert ANNA in (await ben.open("/my")).words


async def test_removing_needs_the_old_one(at_home: Visitor, welcome: Welcome):
    page = await at_home.open("/my/password")
    answer = await at_home.press(page, "Remove my password", old="wrong")

    assert answer.status_code == 422
    assert await can_sign_in(welcome(), PASSWORD)


@pytest.mark.parametrize("to", ["/my/password", "/my/password/removal"])
async def test_nobody_else_comes_near_it(known: None, ben: Visitor, welcome: Welcome, to: str):
    answer = await ben.client.post(to, data={"old": PASSWORD, "new": NEW}, headers=BROWSER)

    assert (answer.status_code, answer.headers["location"]) == (303, "/signin")
    assert await can_sign_in(welcome(), PASSWORD)


async def test_changing_asks_little(at_home: Visitor, database: Database):
    page = await at_home.open("/my/password")
    with statements_of(database) as seen:
        await at_home.press(page, "Keep the new password", old=PASSWORD, new=NEW)

    assert len(seen) <= 8
