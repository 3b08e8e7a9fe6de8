"""Signing in by password: the same answer to every failure, and a new secret at every success."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest
import time_machine
from litestar import Litestar
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select, text

from accounts.identity import passwords
from accounts.identity.models import Person, SignIn
from accounts.identity.onward import onward
from app.core import clock
from app.core.database import Database
from app.core.ids import digest
from tests.accounts.conftest import ANNA, BEN, PASSWORD, Post, SignUp, ask_for_link, sign_in
from tests.support.databases import statements_of
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor, Welcome

REFUSED = "This e-mail and this password do not go together."


@pytest.fixture
async def known(welcome: Welcome, sign_up: SignUp) -> None:
    """Anna has an account with a password, Ben one without."""
    await sign_up(welcome(), ANNA, PASSWORD)
    await sign_up(welcome(), BEN)


async def attempt(visitor: Visitor, email: str, password: str, language: str = "") -> Page:
    page = await visitor.open(f"{language}/signin")
    return Page(await visitor.press(page, "Войти" if language else "Sign in", email=email, password=password))


async def test_anna_signs_in_and_goes_on_where_she_was(known: None, anna: Visitor):
    page = await sign_in(anna, ANNA, PASSWORD, following="/build/ebike%3Fc=frame.split")

    assert page.address.startswith("/build/ebike?c=frame.split")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (ANNA, PASSWORD + "!"),
        (ANNA, ""),
        (BEN, PASSWORD),
        (BEN, ""),
        ("nobody@example.org", PASSWORD),
        (ANNA, "x" * 9999),
    ],
)
async def test_every_failure_says_the_same(known: None, anna: Visitor, email: str, password: str):
    page = await attempt(anna, email, password)

    assert page.status_code == 422
    assert page.description("password").startswith(REFUSED)
    assert page.field("email")["value"] == email
    assert page.field("password")["value"] == ""
    assert "__Host-session" not in anna.client.cookies


async def test_it_says_so_in_russian_too(known: None, anna: Visitor):
    page = await attempt(anna, ANNA, "wrong", "/ru")

    assert "не подходят друг к другу" in page.description("password")
    assert page.link("не подходят") == "#password"


async def test_known_and_unknown_addresses_cost_the_same(
    known: None, database: Database, anna: Visitor, monkeypatch: pytest.MonkeyPatch
):
    hashed: list[str] = []
    hasher = passwords.HASHER.current_hasher
    assert isinstance(hasher, Argon2Hasher)
    for name in ("hash", "verify"):
        real = getattr(hasher, name)
        monkeypatch.setattr(hasher, name, lambda *words, real=real, **more: hashed.append("") or real(*words, **more))
    costs = []
    for email in (ANNA, BEN, "nobody@example.org"):
        hashed.clear()
        with statements_of(database) as seen:
            await attempt(anna, email, "wrong")
        costs.append((list(seen), len(hashed)))

    assert costs[0] == costs[1] == costs[2]
    assert costs[0][1] == 1


async def test_asking_for_a_link_costs_the_same(known: None, database: Database, anna: Visitor, post: Post):
    costs = []
    for email in (ANNA, "nobody@example.org"):
        with statements_of(database) as seen:
            page = await anna.go_on(await anna.press(await anna.open("/signin"), "Mail me a link", email=email))
        costs.append((list(seen), page.words, len(await post.to(email)) - (1 if email == ANNA else 0)))

    assert costs[0] == costs[1]
    assert costs[0][2] == 1


async def test_the_secret_is_new_at_every_sign_in(known: None, database: Database, anna: Visitor):
    page, secrets = await anna.open("/signin"), []
    for _ in range(3):
        await anna.press(page, "Sign in", email=ANNA, password=PASSWORD)
        secrets.append(anna.client.cookies["__Host-session"])
    async with database.reading() as session:
        rows = list(await session.scalars(select(SignIn).order_by(SignIn.id)))
    mine = [row for row in rows if row.digest in map(digest, secrets)]

    assert len(set(secrets)) == 3
    assert [row.ended_at is None for row in mine] == [False, False, True]


async def test_a_secret_that_somebody_put_there_is_worth_nothing(known: None, anna: Visitor, ben: Visitor):
    anna.client.cookies.set("__Host-session", "A" * 22, domain="shop.example")
    await attempt(anna, ANNA, PASSWORD)
    ben.client.cookies.set("__Host-session", "A" * 22, domain="shop.example")

    assert anna.client.cookies["__Host-session"] != "A" * 22
    assert "as a guest" in (await ben.open("/my")).words


async def test_the_cookie_is_out_of_reach_and_lasts_a_month(known: None, anna: Visitor):
    page = await anna.open("/signin")
    answer = await anna.press(page, "Sign in", email=ANNA, password=PASSWORD)
    cookie = answer.headers["set-cookie"]

    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax", "Max-Age=2592000"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


async def test_after_a_month_she_is_asked_again(known: None, anna: Visitor):
    await attempt(anna, ANNA, PASSWORD)
    with time_machine.travel(clock.now() + timedelta(days=30, minutes=1), tick=True):
        assert "as a guest" in (await anna.open("/my")).words


async def test_no_transaction_is_open_while_a_password_is_verified(
    known: None, database: Database, anna: Visitor, monkeypatch: pytest.MonkeyPatch
):
    begun, release = threading.Event(), threading.Event()
    verify = passwords.HASHER.verify_and_update

    def slow(password: str, kept: str) -> tuple[bool, str | None]:
        begun.set()
        assert release.wait(20)
        return verify(password, kept)

    monkeypatch.setattr(passwords.HASHER, "verify_and_update", slow)
    signing_in = asyncio.create_task(attempt(anna, ANNA, PASSWORD))
    try:
        assert await asyncio.to_thread(begun.wait, 20)
        assert database.engine.pool.checkedout() == 0
        async with asyncio.timeout(5), database.writing() as session:
            await session.execute(text("UPDATE people SET name = 'written meanwhile'"))
    finally:
        release.set()
    await signing_in

    async with database.reading() as session:
        assert set(await session.scalars(select(Person.name))) == {"written meanwhile"}
    assert "__Host-session" in anna.client.cookies


async def test_at_most_two_passwords_are_hashed_at_once(known: None, welcome: Welcome, monkeypatch: pytest.MonkeyPatch):
    present, most, lock = 0, 0, threading.Lock()
    together = threading.Event()

    def count(password: str) -> str:
        nonlocal present, most
        with lock:
            present += 1
            most = max(most, present)
            if present == 2:
                together.set()
        together.wait(5)
        with lock:
            present -= 1
        return ""

    monkeypatch.setattr(passwords.HASHER, "hash", count)
    await asyncio.gather(*(attempt(welcome(), f"nobody{n}@example.org", "wrong") for n in range(6)))

    assert most == 2


async def test_a_hash_of_older_parameters_is_renewed(known: None, database: Database, anna: Visitor, ben: Visitor):
    old = Argon2Hasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    async with database.writing() as session:
        person = (await session.scalars(select(Person).where(Person.email == ANNA))).one()
        person.password = old
    await sign_in(anna, ANNA, PASSWORD)

    async with database.reading() as session:
        renewed = await session.scalar(select(Person.password).where(Person.email == ANNA))
    assert renewed != old
    assert (await sign_in(ben, ANNA, PASSWORD)).address == "/my"


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        *((text, "/my") for text in ("", "evil.example", "https://evil.example", "//evil.example", "///evil.example")),
        *((text, "/my") for text in ("/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example")),
        *(
            (text, "/my")
            for text in ("javascript:alert(1)", "http:evil.example", "/ru//evil.example", "/en/\\evil.example")
        ),
        *((text, "/my") for text in (" //evil.example", "\0//evil.example", "/" + "x" * 600, "/а", "/cart ")),
        *((text, text) for text in ("/", "/cart", "/build/ebike?c=frame.split,seat:90&base=city", "/%09/evil.example")),
        ("/ru/cart", "/cart"),
        ("/ru", "/"),
    ],
)
def test_only_our_own_pages_are_gone_on_to(text: str, leads: str):
    assert onward(text) == leads


async def test_nobody_is_led_elsewhere(known: None, anna: Visitor):
    page = await anna.open("/signin?next=//evil.example")
    answer = await anna.press(page, "Sign in", email=ANNA, password=PASSWORD, next="//evil.example")
    joined = await anna.client.post("/my/joining", data={"next": "//evil.example"}, headers=BROWSER)
    places = [f"{place}?next=//evil.example" for place in ("/signin", "/signup", "/my/joining")]
    looked = [await anna.client.get(place, headers=BROWSER) for place in places]

    for each in (answer, joined, *looked):
        assert each.status_code == 303
        assert "evil" not in each.headers["location"]


async def test_her_page_is_hers_and_nobody_elses(known: None, app: Litestar, anna: Visitor, ben: Visitor):
    await sign_in(anna, ANNA, PASSWORD)

    assert ANNA in (await anna.open("/my")).words
    assert ANNA not in (await ben.open("/my")).words


async def test_a_page_for_those_signed_in_leads_there_and_back(known: None, anna: Visitor):
    answer = await anna.client.get("/my/sessions?x=1", headers=BROWSER)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/signin?next=%2Fmy%2Fsessions%3Fx%3D1"

    page = await anna.open(answer.headers["location"])
    landed = await anna.go_on(await anna.press(page, "Sign in", email=ANNA, password=PASSWORD))
    assert landed.address == "/my/sessions?x=1"


async def test_what_was_sent_without_a_session_is_not_sent_again(known: None, anna: Visitor):
    answer = await anna.client.post("/my/sessions/ending", headers=BROWSER)

    assert (answer.status_code, answer.headers["location"]) == (303, "/signin")


async def test_a_program_gets_a_problem(known: None, anna: Visitor):
    answer = await anna.client.get("/my/sessions", headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert answer.json()["title"] == "Please sign in"


async def test_the_header_shows_the_way_in_or_her_page(known: None, anna: Visitor):
    assert (await anna.open("/")).link("Sign in") == "/signin"
    await sign_in(anna, ANNA, PASSWORD)

    page = await anna.open("/ru")
    assert page.link("Моя страница") == "/ru/my"


async def test_a_link_signs_in_as_well(known: None, anna: Visitor, post: Post):
    link = await ask_for_link(anna, post, ANNA)
    page = await anna.go_on(await anna.press(await anna.open(link), "Sign in"))

    assert page.address == "/en/my"
    assert ANNA in page.words
