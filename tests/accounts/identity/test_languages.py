"""The language of an account: by address, then by choice, then by the browser; and that of our letters."""

from __future__ import annotations

import pytest

from tests.accounts.conftest import ANNA, PASSWORD, Post, SignUp, sign_in, text_of
from tests.support.visitors import BROWSER, Visitor, Welcome

RUSSIAN = {**BROWSER, "Accept-Language": "ru"}
COOKIE = "__Host-language"


async def language(visitor: Visitor, address: str = "/my", headers: dict[str, str] = BROWSER) -> str:
    answer = await visitor.client.get(address, headers=headers)
    return answer.headers["content-language"]


@pytest.fixture
async def signed_up(anna: Visitor, sign_up: SignUp) -> Visitor:
    """Anna made her account on the English pages."""
    await sign_up(anna, ANNA, PASSWORD)
    return anna


async def choose_russian(visitor: Visitor) -> str:
    """Where the button leads."""
    answer = await visitor.press(await visitor.open("/en/my"), "Русский")
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_her_choice_opens_her_page_in_that_language(signed_up: Visitor):
    assert await choose_russian(signed_up) == "/ru/my"

    page = await signed_up.open("/ru/my")
    assert "Русский" in page.part("main").words
    assert [button.words for button in page.all("button", name="language")] == ["English"]


async def test_where_the_address_names_no_language_her_choice_rules_over_the_browsers_wishes(signed_up: Visitor):
    await signed_up.open("/my")
    assert await language(signed_up, "/", RUSSIAN) == "en"

    await choose_russian(signed_up)

    assert await language(signed_up, "/") == "ru"
    assert await language(signed_up, "/build/ebike") == "ru"


async def test_the_address_rules_over_her_choice(signed_up: Visitor):
    await choose_russian(signed_up)

    assert await language(signed_up, "/en/my") == "en"
    assert await language(signed_up, "/en") == "en"


async def test_an_answer_that_follows_her_choice_says_so_to_caches(signed_up: Visitor):
    named = await signed_up.client.get("/ru", headers=BROWSER)
    free = await signed_up.client.get("/", headers=BROWSER)

    assert "Cookie" not in named.headers["vary"]
    assert {"accept-language", "cookie"} <= {name.strip().lower() for name in free.headers["vary"].split(",")}


async def test_her_other_browser_learns_of_it_at_her_next_personal_page(signed_up: Visitor, welcome: Welcome):
    phone = welcome()
    await sign_in(phone, ANNA, PASSWORD)
    await phone.open("/my")
    await choose_russian(signed_up)

    await phone.open("/en/my")

    assert await language(phone, "/") == "ru"


async def test_who_signs_out_leaves_no_language_behind(signed_up: Visitor):
    await choose_russian(signed_up)
    await signed_up.press(await signed_up.open("/ru/my"), "Выйти")

    await signed_up.open("/en/my")

    assert COOKIE not in signed_up.client.cookies
    assert await language(signed_up, "/") == "en"


async def test_letters_speak_her_language_wherever_they_were_asked_for(
    signed_up: Visitor, welcome: Welcome, post: Post
):
    await choose_russian(signed_up)
    stranger = welcome()

    await stranger.press(await stranger.open("/en/signin"), "Mail me a link", email=ANNA)

    letter = (await post.to(ANNA))[-1]
    assert letter["subject"] == "Ваша ссылка для входа"
    assert "/ru/signin/link?token=" in text_of(letter)


async def test_a_language_that_we_do_not_speak_is_refused(signed_up: Visitor):
    answer = await signed_up.client.post("/en/my/language", data={"language": "tlh"}, headers=BROWSER)

    assert answer.status_code == 400
    assert await language(signed_up, "/") == "en"


async def test_a_guest_chooses_by_the_address_alone(shopper: Visitor):
    answer = await shopper.client.post("/en/my/language", data={"language": "ru"}, headers=BROWSER)

    assert answer.headers["location"].startswith("/en/signin")
    assert COOKIE not in shopper.client.cookies


async def test_a_made_up_choice_in_a_cookie_is_no_language(shopper: Visitor):
    shopper.client.cookies.set(COOKIE, "tlh")

    assert await language(shopper, "/", RUSSIAN) == "ru"
