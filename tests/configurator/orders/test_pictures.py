"""A picture that was handed in goes with the spec and the order: seen by whose it is and by who makes it, gone with
the last that names it."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from litestar import Litestar
from sqlalchemy import select

from accounts.identity.models import Role
from app.core import clock
from app.core.database import Database
from app.core.ids import digest
from app.core.security import GUEST_COOKIE
from configurator.build.models import Draft
from configurator.orders.personal_uploads import FRESH, PersonalUploads, remove_unnamed
from configurator.orders.states import Work
from configurator.uploads.models import Upload
from tests.accounts.privacy.people import person
from tests.support.orders import act, order_of, paid_order, signed_in
from tests.support.pages import Page
from tests.support.photos import photo
from tests.support.visitors import BOX, BROWSER, Visitor, Welcome, publish_in

DEEP = {"width": "200", "depth": "300"}
"""A box that is deeper than it is wide."""
LOOKED_AT = "The box is deeper than it is wide. Our staff will look at this before it is made."


@pytest.fixture
async def shop(stocked: Litestar, database: Database) -> Litestar:
    await publish_in(database, BOX)
    return stocked


@pytest.fixture
async def irina(shop: Litestar, welcome: Welcome) -> Visitor:
    return await signed_in(welcome, "irina@shop.example", Role.REVIEWER, name="Irina")


async def hand_in(visitor: Visitor) -> Page:
    return await visitor.hand_in(await visitor.open("/build/box"), drawing=photo())


async def saved(visitor: Visitor, **answers: str) -> Page:
    """The page of a spec of theirs, with a picture."""
    return await visitor.go_on(await visitor.send(await hand_in(visitor), to="/specs", **answers))


async def ordered(visitor: Visitor) -> int:
    """The number of their paid order of a deep box with a picture."""
    await hand_in(visitor)
    return await paid_order(visitor, "/build/box", **DEEP)


def pictures_on(page: Page) -> list[str]:
    return [image["src"] for image in page.all("img") if "/uploads/" in image["src"]]


async def status_of(visitor: Visitor, address: str) -> int:
    answer = await visitor.client.get(address, headers=BROWSER)
    if answer.status_code == 200:
        assert answer.headers["content-type"] == "image/webp"
    return answer.status_code


async def kept(database: Database) -> Sequence[str]:
    async with database.reading() as session:
        return (await session.scalars(select(Upload.id))).all()


def files_of(shop: Litestar) -> set[str]:
    folder: Path = shop.state.settings.data / "uploads"
    return {each.name for each in folder.iterdir()} if folder.exists() else set()


async def tidy_up(shop: Litestar, later: bool = True) -> None:
    """What the worker does every ten minutes, after a day or at once."""
    database: Database = shop.state.database
    if later:
        long_ago = clock.now() - 2 * FRESH
        async with database.writing() as session:
            for upload in await session.scalars(select(Upload)):
                upload.made_at = long_ago
        for name in files_of(shop):
            os.utime(shop.state.settings.data / "uploads" / name, (long_ago.timestamp(), long_ago.timestamp()))
    await remove_unnamed(database, shop.state.uploads)


async def test_the_owner_sees_it_with_the_spec_and_others_do_not(shop: Litestar, welcome: Welcome):
    anna, stranger = welcome(), welcome()
    page = await saved(anna)
    (picture,) = pictures_on(page)
    name = picture.partition("?")[0].rpartition("/")[2]

    assert "picture attached" in page.words
    assert await status_of(anna, picture) == 200
    assert pictures_on(await stranger.open(page.address)) == []
    assert await status_of(stranger, picture) == 404
    assert await status_of(anna, picture.replace(name, "0" * 22)) == 404
    html = (await stranger.client.get(page.address, headers=BROWSER)).text
    assert name not in html


async def test_it_comes_back_when_the_spec_is_changed(shop: Litestar, welcome: Welcome):
    anna = welcome()
    page = await saved(anna)
    again = await anna.go_on(await anna.press(page, "Change this spec"))

    (picture,) = pictures_on(again)
    assert await status_of(anna, picture) == 200


async def test_another_picture_is_another_answer(shop: Litestar, welcome: Welcome):
    anna = welcome()
    codes = [(await saved(anna)).address.rpartition("/")[2] for _ in range(2)]
    page = await anna.open(f"/compare?s={codes[0]}&s={codes[1]}")

    assert "Drawing" in page.words
    assert "Wood" not in page.words


async def test_customer_and_reviewer_see_it_with_the_order(shop: Litestar, welcome: Welcome, irina: Visitor):
    anna, stranger = welcome(), welcome()
    number = await ordered(anna)
    (hers,) = pictures_on(await anna.open(f"/orders/{number}"))
    (theirs,) = pictures_on(await irina.open(f"/staff/orders/{number}"))

    assert (await status_of(anna, hers), await status_of(irina, theirs)) == (200, 200)
    assert await status_of(stranger, hers) == 404
    assert (await stranger.client.get(theirs, headers=BROWSER)).status_code == 303
    assert await status_of(anna, theirs) == 303
    assert await status_of(irina, hers) == 404
    assert await status_of(irina, theirs.replace(f"/{number}/", f"/{number + 1}/")) == 404


async def test_who_may_not_review_sees_neither_picture_nor_measures(shop: Litestar, welcome: Welcome, irina: Visitor):
    number = await ordered(welcome())
    administrator = await signed_in(welcome, "root@shop.example", Role.ADMINISTRATOR)
    (theirs,) = pictures_on(await irina.open(f"/staff/orders/{number}"))
    page = await administrator.open(f"/staff/orders/{number}")

    assert pictures_on(page) == []
    assert "deeper" not in page.words
    assert await status_of(administrator, theirs) == 403


async def test_an_unlikely_measure_is_said_all_the_way_until_it_is_decided(
    shop: Litestar, welcome: Welcome, irina: Visitor
):
    anna = welcome()
    assert LOOKED_AT in (await saved(anna, **DEEP)).words
    number = await ordered(anna)

    assert (await order_of(shop, number)).lines[0].content["reviews"] == [
        {"en": "The box is deeper than it is wide", "ru": "Глубина шкатулки больше ширины"}
    ]
    assert LOOKED_AT in (await anna.open(f"/orders/{number}")).words
    desk = await irina.open(f"/staff/orders/{number}")
    assert "Please check: The box is deeper than it is wide" in desk.words
    assert "to check" in (await irina.open("/staff/orders")).words
    await act(irina, number, "approval")
    assert "to check" not in (await irina.open("/staff/orders?work=any")).words
    assert LOOKED_AT not in (await anna.open(f"/orders/{number}")).words


async def test_a_stranger_reads_nothing_of_an_unlikely_measure(shop: Litestar, welcome: Welcome):
    anna, stranger = welcome(), welcome()
    page = await saved(anna, **DEEP)

    assert "deeper" not in (await stranger.open(page.address)).words


async def test_what_nothing_names_is_removed_and_what_something_names_stays(shop: Litestar, welcome: Welcome):
    anna, ben = welcome(), welcome()
    first = await hand_in(anna)
    await anna.hand_in(first, drawing=photo("PNG"))
    spec = await saved(ben)
    database: Database = shop.state.database
    assert len(await kept(database)) == 3

    await tidy_up(shop, later=False)
    assert len(await kept(database)) == 3
    await tidy_up(shop)
    names = await kept(database)
    assert len(names) == 2
    assert files_of(shop) == {name + ending for name in names for ending in (".webp", "-small.webp")}
    assert await status_of(anna, pictures_on(await anna.open("/build/box"))[0]) == 200
    assert await status_of(ben, pictures_on(spec)[0]) == 200


async def test_an_order_keeps_it_when_draft_and_spec_are_gone(shop: Litestar, welcome: Welcome):
    anna = welcome()
    number = await ordered(anna)
    database: Database = shop.state.database
    async with database.writing() as session:
        for draft in await session.scalars(select(Draft)):
            await session.delete(draft)
    await tidy_up(shop)

    (picture,) = pictures_on(await anna.open(f"/orders/{number}"))
    assert await status_of(anna, picture) == 200


@pytest.mark.parametrize("picture", [{"drawing": ("a.png", photo("PNG"), "image/png")}, None])
@pytest.mark.parametrize("to", ["/build/box", "/specs", "/cart/builds"])
async def test_a_form_that_comes_slowly_keeps_nobody_waiting(
    shop: Litestar, welcome: Welcome, to: str, picture: dict[str, tuple[str, bytes, str]] | None
):
    anna, ben = await signed_in(welcome, "anna@example.org"), welcome()
    page, rest = await anna.open("/build/box"), asyncio.Event()
    request = anna.client.build_request("POST", to, data=page.form, files=picture, headers=BROWSER)
    body = request.read()

    async def slowly() -> AsyncIterator[bytes]:
        yield body[:20]
        await rest.wait()
        yield body[20:]

    headers = {**BROWSER, "Content-Type": request.headers["content-type"], "Content-Length": str(len(body))}
    coming = asyncio.create_task(anna.client.post(to, content=slowly(), headers=headers))
    await asyncio.sleep(0.1)
    async with asyncio.timeout(5):
        await saved(ben)
    rest.set()

    assert (await coming).status_code == 303
    assert len(await kept(shop.state.database)) == 1 + bool(picture)


async def test_a_file_of_no_picture_is_removed(shop: Litestar, welcome: Welcome):
    await hand_in(welcome())
    (shop.state.settings.data / "uploads" / ("0" * 22 + ".webp")).write_bytes(b"left by a request that failed")
    await tidy_up(shop)

    assert len(files_of(shop)) == 2


async def test_a_person_takes_theirs_along(shop: Litestar, welcome: Welcome):
    anna, ben = [await signed_in(welcome, f"{name}@example.org") for name in ("anna", "ben")]
    await saved(anna)
    await saved(ben)
    told = json.loads((await anna.client.get("/my/data/export.json", headers=BROWSER)).text)

    (upload,) = told["tables"]["uploads"]
    assert (upload["width"], upload["height"]) == (60, 40)
    assert await status_of(anna, f"/my/uploads/{upload['id']}") == 200
    assert await status_of(ben, f"/my/uploads/{upload['id']}") == 404


async def test_it_goes_when_its_person_is_erased_and_stays_with_an_order_that_goes_on(
    shop: Litestar, welcome: Welcome, irina: Visitor
):
    anna, ben = [await signed_in(welcome, f"{name}@example.org") for name in ("anna", "ben")]
    await saved(anna)
    number = await ordered(ben)
    database: Database = shop.state.database
    for visitor, email in ((anna, "anna@example.org"), (ben, "ben@example.org")):
        somebody = await person(shop, email)
        assert somebody is not None
        async with database.writing() as session:
            for room in shop.state.personal:
                await room.erase(session, somebody)
                await room.part(session, digest(visitor.client.cookies[GUEST_COOKIE]))
    await tidy_up(shop)

    (name,) = await kept(database)
    (theirs,) = pictures_on(await irina.open(f"/staff/orders/{number}"))
    assert name in theirs
    await act(irina, number, "decline", reason="We cannot make it.")
    assert (await order_of(shop, number)).work is Work.DECLINED


async def test_a_guests_picture_joins_their_account_with_the_spec(shop: Litestar, welcome: Welcome):
    guest = welcome()
    await saved(guest)
    anna = await signed_in(welcome, "anna@example.org")
    somebody = await person(shop, "anna@example.org")
    assert somebody is not None
    database: Database = shop.state.database

    async with database.writing() as session:
        secret = digest(guest.client.cookies[GUEST_COOKIE])
        for room in shop.state.personal:
            await room.join(session, secret, somebody, frozenset())
        (held,) = PersonalUploads().holdings(somebody, None)
        assert len((await session.scalars(held)).all()) == 1
    (name,) = await kept(database)
    assert await status_of(anna, f"/my/uploads/{name}") == 200
