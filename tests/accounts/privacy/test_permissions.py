"""What somebody allows: each purpose by its own text and button, taken back as easily, and read again afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from httpx import Response
from litestar import Litestar

from accounts.consent.actions import grant, use
from accounts.consent.notices import notice_of
from accounts.consent.purposes import ASKED, FEED, LEARN, NEWS
from accounts.consent.queries import history_of, live_grants, subject_of
from accounts.identity.people import person_of
from app.core import clock
from app.core.database import Database
from tests.accounts.conftest import ANNA, BEN
from tests.support.databases import nothing_written, statements_of
from tests.support.orders import signed_in
from tests.support.pages import Node, Page, fields_of
from tests.support.visitors import BROWSER, Visitor, Welcome

PAGE = "/my/permissions"
MOST_STATEMENTS = 5


@pytest.fixture
async def anna(database: Database, welcome: Welcome) -> Visitor:
    """Anna, signed in."""
    return await signed_in(welcome, ANNA)


def about(page: Page, code: str) -> Node:
    """What the page says of a purpose."""
    return page.part(code)


def buttons(section: Node) -> list[str]:
    return [button.words.partition(":")[0] for button in section.all("button")]


async def press(visitor: Visitor, page: Page, code: str, **changes: str) -> Response:
    """Press the one button that a purpose has."""
    (form,) = about(page, code).all("form")
    return await visitor.client.post(form["action"], data={**fields_of(form), **changes}, headers=BROWSER)


async def allowed(shop: Litestar, email: str = ANNA) -> set[str]:
    database: Database = shop.state.database
    async with database.reading() as session:
        person = await person_of(session, email)
        assert person is not None
        return set(await live_grants(session, person.id))


async def test_nothing_is_allowed_before_she_says_so_and_looking_writes_nothing(
    anna: Visitor, app: Litestar, database: Database
):
    with nothing_written(database):
        page = await anna.open(PAGE)

    for purpose in ASKED:
        section = about(page, purpose.code)
        notice = notice_of(purpose, "en")
        assert all(part in section.words for part in notice.text.split("\n"))
        assert buttons(section) == ([] if purpose is FEED else ["Allow this"])
        assert not section.all("input", checked="")[1:], "one hidden field, and nothing to tick"
    assert not await allowed(app)


async def test_allowing_is_one_button_and_takes_her_back_to_it(anna: Visitor, app: Litestar):
    answer = await press(anna, await anna.open(PAGE), "learn")

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}#learn")
    assert await allowed(app) == {"learn"}
    section = about(await anna.open(PAGE), "learn")
    assert "Allowed since" in section.words
    assert "Not used so far." in section.words
    assert buttons(section) == ["Withdraw"]


async def test_withdrawing_is_one_button_as_well(anna: Visitor, app: Litestar):
    await press(anna, await anna.open(PAGE), "learn")
    page = await anna.open(PAGE)
    assert "withdrawing forgets all of them at once" in about(page, "learn").words
    answer = await press(anna, page, "learn")

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}#learn")
    assert not await allowed(app)
    assert buttons(about(await anna.open(PAGE), "learn")) == ["Allow this"]
    assert (await press(anna, page, "learn")).status_code == 303, "pressed once more in another tab"


@pytest.mark.parametrize("seen", ["", "0" * 64, "x" * 5000, notice_of(NEWS, "en").hash])
async def test_another_text_than_the_one_of_now_allows_nothing_and_shows_that_one(
    anna: Visitor, app: Litestar, seen: str
):
    answer = await press(anna, await anna.open(PAGE), "learn", notice=seen)
    page = Page(answer)

    assert answer.status_code == 409
    assert "The text has changed since you opened this page" in page.all(role="alert")[0].words
    assert page.link("Learn from what you build") == "#learn"
    assert not await allowed(app)
    assert (await press(anna, page, "learn")).status_code == 303
    assert await allowed(app) == {"learn"}


async def test_the_text_she_read_in_russian_is_the_one_in_the_ledger(anna: Visitor, app: Litestar):
    page = await anna.open(f"/ru{PAGE}")
    answer = await press(anna, page, "learn")
    assert answer.headers["location"] == f"/ru{PAGE}#learn"
    async with app.state.database.reading() as session:
        person = await person_of(session, ANNA)
        assert person is not None
        (past,) = await history_of(session, person.id, None, 2)

    assert past.notice.text == notice_of(LEARN, "ru").text
    history = (await anna.open(PAGE)).part("history")
    assert "Учиться на том, что вы собираете" in history.words
    assert history.all("p", lang="ru")
    assert ".." not in (await anna.open(f"/ru{PAGE}")).words


async def test_all_that_she_allowed_and_took_back_stays_to_be_read(anna: Visitor):
    for code in ("learn", "learn", "news"):
        await press(anna, await anna.open(PAGE), code)
    entries = (await anna.open(PAGE)).part("history").all("li")

    assert [entry.all("h3")[0].words for entry in entries] == [
        "Write to you about what is new",
        "Learn from what you build",
    ]
    assert "It holds until" in entries[0].words
    assert "Withdrawn on" in entries[1].words
    for entry, purpose in zip(entries, (NEWS, LEARN), strict=True):
        notice = notice_of(purpose, "en")
        assert f"Text 1, {notice.hash[:12]}" in entry.words
        assert notice.use in entry.words


async def test_after_two_years_it_has_ended_by_itself(anna: Visitor):
    await press(anna, await anna.open(PAGE), "learn")
    with time_machine.travel(clock.now() + LEARN.lasts + timedelta(days=1), tick=True):
        later = await signed_in(lambda: anna, ANNA)
        page = await later.open(PAGE)

    assert buttons(about(page, "learn")) == ["Allow this"]
    assert "Ended by itself" in page.part("history").words


async def test_it_says_how_often_a_permission_was_used(anna: Visitor, app: Litestar):
    await press(anna, await anna.open(PAGE), "learn")
    async with app.state.database.writing() as session:
        person = await person_of(session, ANNA)
        assert person is not None
        learn = (await live_grants(session, person.id))["learn"]
        for spec in range(3):
            use(session, learn.id, f"learn spec:{spec}")

    assert "Used 3 times, the last time on" in about(await anna.open(PAGE), "learn").words


async def test_while_her_erasure_waits_all_use_is_stopped_and_nothing_is_offered(anna: Visitor, app: Litestar):
    before = await anna.open(PAGE)
    await press(anna, before, "learn")
    async with app.state.database.writing() as session:
        person = await person_of(session, ANNA)
        assert person is not None
        subject = await subject_of(session, person.id)
        assert subject is not None
        subject.restricted_at = clock.now()
    page = await anna.open(PAGE)

    assert "All use is stopped" in page.words
    assert page.link("Your data") == "/my/data"
    assert [buttons(about(page, purpose.code)) for purpose in ASKED] == [[], ["Withdraw"], [], []]
    refused = await press(anna, before, "news")
    assert refused.status_code == 409
    assert "nothing new can be allowed" in Page(refused).words
    assert not await allowed(app)


async def test_what_the_shop_has_no_use_for_any_more_can_still_be_withdrawn(anna: Visitor, app: Litestar):
    async with app.state.database.writing() as session:
        person = await person_of(session, ANNA)
        assert person is not None
        await grant(session, person.id, notice_of(FEED, "en"), "the tests")
    page = await anna.open(PAGE)
    assert buttons(about(page, "feed")) == ["Withdraw"]
    await press(anna, page, "feed")

    assert not await allowed(app)
    section = about(await anna.open(PAGE), "feed")
    assert "This shop has no such system" in section.words
    assert not buttons(section)


@pytest.mark.parametrize("code", ["orders", "books", "account", "feed", "nothing", "%00", "ru"])
async def test_what_nobody_asks_for_cannot_be_allowed(anna: Visitor, code: str):
    answer = await anna.client.post(f"{PAGE}/{code}", data={"notice": ""}, headers=BROWSER)

    assert answer.status_code in (400, 404)


async def test_what_needs_no_permission_is_told_without_a_button(anna: Visitor):
    words = (await anna.open(PAGE)).words

    for title in ("Make and send what you order", "Keep the books", "Keep your account and what you save"):
        assert title in words


async def test_a_guest_can_allow_nothing_and_is_told_so(welcome: Welcome, database: Database):
    guest = welcome()
    with statements_of(database) as seen:
        page = await guest.open(PAGE)

    assert not seen
    assert "Nothing is learned of guests" in page.words
    assert not [button for button in page.all("button") if "Allow" in button.words]
    assert page.all("a", href="/signin?next=/my/permissions")
    for way in ("learn", "learn/withdrawal"):
        answer = await guest.client.post(f"{PAGE}/{way}", data={"notice": ""}, headers=BROWSER)
        assert (answer.status_code, answer.headers["location"]) == (303, "/signin")
    assert not guest.client.cookies


async def test_bens_permissions_are_not_annas(anna: Visitor, app: Litestar, welcome: Welcome):
    ben = await signed_in(welcome, BEN)
    await press(anna, await anna.open(PAGE), "learn")
    page = await ben.open(PAGE)

    assert buttons(about(page, "learn")) == ["Allow this"]
    assert not page.all(id="history")
    await ben.client.post(f"{PAGE}/learn/withdrawal", headers=BROWSER)
    assert await allowed(app) == {"learn"}


async def test_a_long_history_comes_in_pages_and_asks_no_more_often(anna: Visitor, app: Litestar, database: Database):
    with statements_of(database) as few:
        await anna.open(PAGE)
    for _ in range(23):
        for way in ("news", "news/withdrawal"):
            await anna.client.post(f"{PAGE}/{way}", data={"notice": notice_of(NEWS, "en").hash}, headers=BROWSER)
    with statements_of(database) as many:
        first = await anna.open(PAGE)
    second = await anna.open(first.link("Older ones"))

    assert len(few) <= len(many) <= MOST_STATEMENTS
    assert [len(page.part("history").all("li")) for page in (first, second)] == [20, 3]
    assert not [link for link in second.all("a") if link.words == "Older ones"]


async def test_junk_in_its_address_is_the_first_page(anna: Visitor):
    await press(anna, await anna.open(PAGE), "news")
    for junk in ("x", "-1", "1.5", "9" * 40, "%D9%A1", ""):
        assert (await anna.open(f"{PAGE}?before={junk}")).part("history").all("li")
