"""An account is made by a letter's link: none exists before its address is proven."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from accounts.identity.models import Link, Person
from accounts.identity.passwords import weakness
from app.core.database import Database
from app.core.i18n import translator
from tests.accounts.conftest import ANNA, BEN, PASSWORD, Post, SignUp, link_in, sign_in, text_of
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor


async def people(database: Database) -> list[Person]:
    async with database.reading() as session:
        return list(await session.scalars(select(Person).order_by(Person.id)))


async def ask(visitor: Visitor, email: str, language: str = "") -> Page:
    page = await visitor.open(f"{language}/signup")
    return await visitor.go_on(await visitor.press(page, "ссылку" if language else "Mail me a link", email=email))


async def test_her_letter_makes_annas_account_and_signs_her_in(
    database: Database, anna: Visitor, post: Post, sign_up: SignUp
):
    page = await sign_up(anna, ANNA, PASSWORD, "Anna")
    (person,) = await people(database)

    assert page.address == "/en/my"
    assert "Good day, Anna." in page.words
    assert (person.email, person.name, person.locale) == (ANNA, "Anna", "en")
    assert person.password is not None
    assert person.password.startswith("$argon2id$")
    assert PASSWORD not in person.password


async def test_without_a_password_she_signs_in_by_mail(database: Database, anna: Visitor, sign_up: SignUp):
    await sign_up(anna, ANNA)
    (person,) = await people(database)

    assert person.password is None
    assert "You have no password" in (await anna.open("/my/password")).words


async def test_before_the_letter_is_answered_there_is_no_account(database: Database, anna: Visitor, post: Post):
    await ask(anna, ANNA)
    await anna.open(await post.link(ANNA))

    assert await people(database) == []


async def test_looking_at_the_link_spends_nothing(anna: Visitor, post: Post):
    await ask(anna, ANNA)
    link = await post.link(ANNA)
    for _ in range(3):
        page = await anna.open(link)

    assert page.part("email")["value"] == ANNA
    assert (await anna.press(page, "Make my account")).status_code == 303


async def test_the_link_works_once(database: Database, anna: Visitor, ben: Visitor, post: Post):
    await ask(anna, ANNA)
    link = await post.link(ANNA)
    page = await anna.open(link)
    await anna.press(page, "Make my account")
    again = Page(await ben.press(page, "Make my account"))

    assert again.status_code == 410
    assert "This link has been used" in again.words
    assert again.link("Ask for a new link") == "/en/signin"
    assert (await ben.open(link, status=410)).words == again.words
    assert len(await people(database)) == 1
    assert "__Host-session" not in ben.client.cookies


async def test_two_letters_make_one_account(database: Database, anna: Visitor, ben: Visitor, post: Post):
    await ask(anna, ANNA)
    await ask(ben, ANNA)
    first, second = map(link_in, await post.to(ANNA))
    await anna.press(await anna.open(first), "Make my account")
    other = Page(await ben.press(await ben.open(second), "Make my account"))

    assert other.status_code == 410
    assert len(await people(database)) == 1


async def test_a_known_address_is_told_by_mail_and_by_nothing_else(
    anna: Visitor, ben: Visitor, post: Post, sign_up: SignUp
):
    await sign_up(anna, ANNA, PASSWORD)
    known, unknown = await ask(ben, ANNA), await ask(ben, BEN)

    assert known.words == unknown.words
    assert known.address == unknown.address == "/signup/sent"
    letter = (await post.to(ANNA))[-1]
    assert "You have an account at Atelier already." in text_of(letter)
    page = await ben.open(link_in(letter))
    assert "Sign in as a…a@example.org?" in page.words


async def test_the_letter_speaks_the_language_of_the_page(anna: Visitor, post: Post):
    await ask(anna, ANNA, "/ru")
    (letter,) = await post.to(ANNA)

    assert letter["Subject"] == "Ваша ссылка для создания учётной записи"
    assert link_in(letter).startswith("/ru/signup/account?token=")


@pytest.mark.parametrize("typed", ["", "anna@example", "a b@example.org", "ä" * 300])
async def test_what_is_no_address_comes_back_with_words(anna: Visitor, post: Post, typed: str):
    page = await anna.open("/ru/signup")
    again = Page(await anna.press(page, "Прислать ссылку", email=typed))

    assert again.status_code == 422
    assert again.field("email")["value"] == typed
    assert "не адрес" in again.description("email")
    assert again.link("не адрес") == "#email"


async def test_an_address_is_the_same_in_capitals(anna: Visitor, post: Post, sign_up: SignUp):
    await sign_up(anna, ANNA, PASSWORD)
    await anna.press(await anna.open("/my"), "Sign out")

    assert (await sign_in(anna, " ANNA@Example.ORG ", PASSWORD)).address == "/my"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "at least 15 characters"),
        ("fourteen chars", "at least 15 characters"),
        ("ｆourteen chars", "at least 15 characters"),
        ("x" * 129, "at most 128 characters"),
        *((weak, "easy to guess") for weak in ("passwordpassword", ANNA, "a" * 20, "Anna Ek Anna Ek Anna", "a" * 128)),
        *((good, "") for good in ("  heron   quarrel  moss ", "цапля спорит на болоте", "🚲 heron moss bicker 🚲")),
    ],
)
def test_what_makes_a_password(password: str, why: str):
    said = weakness(password, (ANNA, "Anna Ek"), translator("en"))

    assert why in said
    assert bool(why) == bool(said)


async def test_a_weak_password_is_refused_and_the_link_stays_good(anna: Visitor, post: Post):
    await ask(anna, ANNA)
    page = await anna.open(await post.link(ANNA))
    again = Page(await anna.press(page, "Make my account", password="passwordpassword", name="Anna Ek"))

    assert again.status_code == 422
    assert "easy to guess" in again.description("password")
    assert again.field("name")["value"] == "Anna Ek"
    assert again.field("password")["value"] == ""
    assert (await anna.press(again, "Make my account", password=PASSWORD)).status_code == 303


async def test_the_same_letters_from_another_keyboard_are_the_same(anna: Visitor, ben: Visitor, sign_up: SignUp):
    await sign_up(anna, ANNA, "vélo érable cigogne")

    assert (await sign_in(ben, ANNA, "ve\u0301lo e\u0301rable cigogne")).address == "/my"


@pytest.mark.parametrize("name", ["x" * 101, "An\u202ena", "An\0na"])
async def test_a_name_that_cannot_be_written_is_refused(anna: Visitor, post: Post, name: str):
    await ask(anna, ANNA)
    again = Page(await anna.press(await anna.open(await post.link(ANNA)), "Make my account", name=name))

    assert again.status_code == 422
    assert "at most 100 characters" in again.description("name")


async def test_whoever_is_signed_in_already_goes_straight_on(anna: Visitor, sign_up: SignUp):
    await sign_up(anna, ANNA)
    answer = await anna.client.get("/signup?next=/cart", headers=BROWSER)

    assert (answer.status_code, answer.headers["location"]) == (303, "/cart")


async def test_a_letter_opened_where_ben_is_signed_in_says_so(anna: Visitor, ben: Visitor, post: Post, sign_up: SignUp):
    await sign_up(ben, BEN)
    await ask(anna, ANNA)
    page = await ben.open(await post.link(ANNA))

    assert "In this browser b…n@example.org is signed in" in page.words
    assert ANNA in (await ben.go_on(await ben.press(page, "Make my account"))).words


async def test_nothing_of_a_link_is_kept_but_its_digest(database: Database, anna: Visitor, post: Post):
    await ask(anna, ANNA)
    token = (await post.link(ANNA)).partition("token=")[2]
    async with database.reading() as session:
        (link,) = await session.scalars(select(Link))

    assert token not in str(vars(link))
