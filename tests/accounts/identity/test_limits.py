"""Nobody tries passwords, has letters sent, or guesses codes without end; and nobody else pays for it."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from httpx import Response

from app.core import clock
from tests.accounts.conftest import ANNA, BEN, PASSWORD, Post, SignUp
from tests.support.pages import Page
from tests.support.visitors import Visitor, Welcome


async def try_password(visitor: Visitor, email: str, password: str = "wrong") -> Response:
    return await visitor.press(await visitor.open("/signin"), "Sign in", email=email, password=password)


async def ask(visitor: Visitor, email: str) -> Response:
    return await visitor.press(await visitor.open("/signin"), "Mail me a link", email=email)


async def test_ten_tries_at_an_address_from_wherever(welcome: Welcome, post: Post, sign_up: SignUp):
    await sign_up(welcome(), ANNA, PASSWORD)
    answers = [(await try_password(welcome(), ANNA)).status_code for _ in range(10)]
    late = await try_password(welcome(), ANNA, PASSWORD)

    assert answers == [422] * 10
    assert late.status_code == 429
    assert (await try_password(welcome(), BEN)).status_code == 422


async def test_an_unknown_address_meets_the_same_limit(welcome: Welcome, post: Post):
    answers = [(await try_password(welcome(), "nobody@example.org")).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


async def test_thirty_tries_of_a_caller_at_whomever(welcome: Welcome, post: Post, anna: Visitor):
    guesser = welcome()
    answers = [(await try_password(guesser, f"someone{n}@example.org")).status_code for n in range(31)]

    assert answers == [422] * 30 + [429]
    assert (await try_password(anna, ANNA)).status_code == 422


async def test_the_page_says_how_long_to_wait_and_later_it_works_again(welcome: Welcome, post: Post, sign_up: SignUp):
    await sign_up(welcome(), ANNA, PASSWORD)
    for _ in range(10):
        await try_password(welcome(), ANNA)
    page = await (visitor := welcome()).open("/ru/signin")
    answer = await visitor.press(page, "Войти", email=ANNA, password=PASSWORD)

    assert "подождите 15 минут." in Page(answer).words
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60
    with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1), tick=True):
        assert (await try_password(visitor, ANNA, PASSWORD)).status_code == 303


async def test_five_letters_an_hour_to_an_address_known_or_not(welcome: Welcome, post: Post, sign_up: SignUp):
    await sign_up(welcome(), ANNA, PASSWORD)
    known = [(await ask(welcome(), ANNA)).status_code for _ in range(5)]
    unknown = [(await ask(welcome(), BEN)).status_code for _ in range(6)]

    assert known == [303] * 4 + [429]  # the first one made the account
    assert unknown == [303] * 5 + [429]
    assert len(await post.to(ANNA)) == len(await post.to(BEN)) == 5


async def test_forty_letters_an_hour_of_a_caller(welcome: Welcome, post: Post):
    answers = [
        (await ask(visitor, f"someone{n}@example.org")).status_code for visitor in [welcome()] for n in range(41)
    ]

    assert answers == [303] * 40 + [429]


async def test_the_old_password_cannot_be_guessed_either(welcome: Welcome, post: Post, sign_up: SignUp):
    anna = welcome()
    await sign_up(anna, ANNA, PASSWORD)
    await anna.press(await anna.open("/my"), "Sign out")
    await try_password(anna, ANNA, PASSWORD)
    page = await anna.open("/my/password")
    answers = [(await anna.press(page, "Keep the new", old=f"guess {n}", new="x")).status_code for n in range(10)]

    assert answers == [422] * 9 + [429]
