"""Where somebody is signed in: seen, ended one by one or all at once, and nobody else's business."""

from __future__ import annotations

import pytest

from accounts.identity.sessions import browser_of
from tests.accounts.conftest import ANNA, BEN, PASSWORD, SignUp, sign_in
from tests.support.databases import statements_of
from tests.support.pages import Page, form_around
from tests.support.visitors import BROWSER, Visitor, Welcome

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/143.0 Safari/537.36 Edg/143.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Safari/604.1"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/143.0 Mobile Safari/537.36"


@pytest.fixture
async def known(welcome: Welcome, sign_up: SignUp) -> None:
    """Anna and Ben have accounts, and are signed in nowhere."""
    for email in (ANNA, BEN):
        visitor = welcome()
        await sign_up(visitor, email, PASSWORD)
        await visitor.press(await visitor.open("/my"), "Sign out")


@pytest.fixture
async def phone(known: None, welcome: Welcome) -> Visitor:
    """Anna's phone, on which she is signed in."""
    phone = welcome()
    phone.client.headers["User-Agent"] = PHONE
    await sign_in(phone, ANNA, PASSWORD)
    return phone


@pytest.fixture
async def laptop(known: None, phone: Visitor, anna: Visitor) -> Visitor:
    """Anna's laptop, on which she is signed in as well."""
    anna.client.headers["User-Agent"] = FIREFOX
    await sign_in(anna, ANNA, PASSWORD)
    return anna


def ways_to_end(page: Page) -> list[str]:
    """Where the buttons that end one session post to."""
    return [form_around(button)["action"] for button in page.all("button") if "Sign out there" in button.words]


async def is_in(visitor: Visitor) -> bool:
    return (await visitor.client.get("/my/sessions", headers=BROWSER)).status_code == 200


async def test_she_sees_both_and_which_one_this_is(laptop: Visitor):
    page = await laptop.open("/my/sessions")
    here, other = (item.words for item in page.all("li") if "since" in item.words)

    assert "Firefox, Linux" in here
    assert "This browser" in here
    assert "Chrome, Android" in other
    assert len(ways_to_end(page)) == 1


async def test_she_signs_her_phone_out_from_her_laptop(laptop: Visitor, phone: Visitor):
    await laptop.press(await laptop.open("/my/sessions"), "Sign out there")

    assert not await is_in(phone)
    assert await is_in(laptop)
    assert ways_to_end(await laptop.open("/my/sessions")) == []


async def test_she_signs_out_everywhere_else(laptop: Visitor, phone: Visitor, welcome: Welcome):
    third = welcome()
    await sign_in(third, ANNA, PASSWORD)
    await laptop.press(await laptop.open("/my/sessions"), "Sign out everywhere else")

    assert [await is_in(each) for each in (laptop, phone, third)] == [True, False, False]


async def test_ben_cannot_end_hers(laptop: Visitor, phone: Visitor, ben: Visitor):
    (way,) = ways_to_end(await laptop.open("/my/sessions"))
    await sign_in(ben, BEN, PASSWORD)
    answer = await ben.client.post(way, headers=BROWSER)
    await ben.client.post("/my/sessions/ending", headers=BROWSER)

    assert answer.status_code == 404
    assert await is_in(phone)
    assert await is_in(laptop)


@pytest.mark.parametrize("number", ["0", "x", "-1", "9" * 400, "1.0", "%00"])
async def test_one_that_is_not_there_is_a_page(laptop: Visitor, number: str):
    answer = await laptop.client.post(f"/my/sessions/{number}/ending", headers=BROWSER)

    assert answer.status_code == (400 if number == "%00" else 404)


async def test_signing_out_ends_it_and_clears_the_cookie(laptop: Visitor, phone: Visitor):
    secret = laptop.client.cookies["__Host-session"]
    answer = await laptop.press(await laptop.open("/my"), "Sign out")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "__Host-session" not in laptop.client.cookies
    laptop.client.cookies.set("__Host-session", secret, domain="shop.example")
    assert not await is_in(laptop)
    assert await is_in(phone)


async def test_signing_out_twice_is_fine(laptop: Visitor):
    page = await laptop.open("/my")
    await laptop.press(page, "Sign out")

    assert (await laptop.press(page, "Sign out")).status_code == 303


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (EDGE, "Edge, Windows"),
        (IPHONE, "Safari, iPhone"),
        (PHONE, "Chrome, Android"),
        ("curl/8.5", ""),
        ("", ""),
        ("x" * 10_000, ""),
    ],
)
def test_a_browser_is_called_as_people_call_it(user_agent: str, words: str):
    assert browser_of(user_agent) == words


@pytest.mark.parametrize(
    "path", ["/my", "/my/sessions", "/my/password", "/my/joining", "/signin", "/signup", "/signin/sent"]
)
async def test_no_page_asks_much(laptop: Visitor, database, path: str):
    with statements_of(database) as seen:
        await laptop.client.get(path, headers=BROWSER)

    assert len(seen) <= 8
