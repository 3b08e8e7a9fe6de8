"""A picture is handed in with the form, shown to whoever did it, and to nobody else."""

import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import Response
from litestar import Litestar
from PIL import Image

from app.core.logs import configure_logging
from configurator.build.handed import HANDED_IN, LARGEST_BUILD
from tests.support.pages import Page
from tests.support.photos import DRAWING_WITH_SCRIPT, bomb, photo, polyglot
from tests.support.visitors import BOX, BROWSER, Visitor, Welcome, shop_with

AT = "/build/box"


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), BOX) as app:
        yield app


def picture_on(page: Page) -> str:
    """Where the picture is that the page shows; empty where it shows none."""
    return next((image["src"] for image in page.part("q-drawing").all("img")), "")


async def seen(visitor: Visitor, address: str) -> Response:
    return await visitor.client.get(address, headers=BROWSER)


def is_picture(answer: Response) -> bool:
    return answer.status_code == 200 and Image.open(io.BytesIO(answer.content)).format == "WEBP"


@pytest.mark.parametrize("htmx", [False, True])
async def test_a_picture_is_taken_shown_and_priced(shopper: Visitor, htmx: bool):
    before = await shopper.open(AT)
    answer = await shopper.send(before, htmx=htmx, files={"drawing": photo()})
    page = Page(answer) if htmx else await shopper.go_on(answer)

    assert "€115.00" in page.words
    assert is_picture(await seen(shopper, picture_on(page)))
    assert is_picture(await seen(shopper, picture_on(page).partition("?")[0]))
    assert picture_on(await shopper.open(AT)) == picture_on(page)


async def test_it_goes_out_as_a_picture_and_nothing_else(shopper: Visitor):
    page = await shopper.hand_in(await shopper.open(AT), drawing=polyglot())
    answer = await seen(shopper, picture_on(page))

    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["content-disposition"].startswith("inline; filename=")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert b"script" not in answer.content


async def test_strangers_do_not_see_it(welcome: Welcome):
    anna, stranger = welcome(), welcome()
    address = picture_on(await anna.hand_in(await anna.open(AT), drawing=photo()))
    name = address.partition("?")[0].rpartition("/")[2]
    page = await stranger.change(await stranger.open(AT), wood="wood.ivory", width="300")

    assert (await seen(stranger, address)).status_code == 404
    await stranger.change(page, engraving="".join(filter(str.isalnum, name))[:12])
    assert (await seen(stranger, address)).status_code == 404
    assert picture_on(page) == ""
    for strange in (f"{AT}/uploads/none", f"{AT}/uploads/../../atelier.sqlite3", f"/build/none/uploads/{name}"):
        assert (await seen(anna, strange)).status_code == 404


async def test_another_one_takes_its_place(shopper: Visitor):
    first = await shopper.hand_in(await shopper.open(AT), drawing=photo())
    second = await shopper.hand_in(first, drawing=photo("PNG"))

    assert picture_on(second) != picture_on(first)
    assert (await seen(shopper, picture_on(first))).status_code == 404
    assert is_picture(await seen(shopper, picture_on(second)))


@pytest.mark.parametrize("htmx", [False, True])
async def test_it_can_be_removed(shopper: Visitor, htmx: bool):
    handed = await shopper.hand_in(await shopper.open(AT), drawing=photo())
    button = handed.button("Remove it")
    answer = await shopper.send(handed, htmx=htmx, **{button["name"]: button["value"]})
    page = Page(answer) if htmx else await shopper.go_on(answer)

    assert picture_on(page) == ""
    assert "€90.00" in page.words
    assert (await seen(shopper, picture_on(handed))).status_code == 404


async def test_a_form_sent_again_without_one_keeps_it(shopper: Visitor):
    handed = await shopper.hand_in(await shopper.open(AT), drawing=photo())
    page = await shopper.change(handed, wood="wood.ivory")

    assert picture_on(page) == picture_on(handed)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (b"\0" * 1_000_001, "This file is larger than 1 MB."),
        (b"\0" * 20_000_000, "This file is larger than 1 MB."),
        (DRAWING_WITH_SCRIPT, "This is no picture that we can read."),
        (photo("PNG", (200, 200))[:150], "This picture is damaged, or not whole."),
        (bomb(), "This picture has more pixels than we can take."),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
async def test_what_cannot_be_taken_is_said_and_loses_nothing(shopper: Visitor, data: bytes, words: str, htmx: bool):
    before = await shopper.hand_in(await shopper.open(AT), drawing=photo())
    answer = await shopper.send(before, htmx=htmx, files={"drawing": data}, engraving="Anna", width="300")
    page = Page(answer)

    assert answer.status_code == (200 if htmx else 422)
    assert words in page.description("drawing")
    assert page.field("drawing")["aria-invalid"] == "true"
    assert picture_on(page) == picture_on(before)
    assert (await shopper.open(AT)).form["engraving"] == "Anna"


async def test_a_rule_that_forbids_it_is_said_at_the_picture(shopper: Visitor):
    before = await shopper.change(await shopper.open(AT), wood="wood.oak")
    page = await shopper.hand_in(before, drawing=photo())

    assert is_picture(await seen(shopper, picture_on(page)))
    assert "Oak is too coarse for drawings" in page.words


async def test_only_forms_with_pictures_may_be_large(shopper: Visitor):
    page = await shopper.open(AT)
    for to in (page.builder["action"], "/specs", "/cart/builds"):
        assert (await shopper.send(page, to=to, engraving="x" * 300_000)).status_code == 413
    large = await shopper.send(page, files={"drawing": b"\0" * LARGEST_BUILD})
    assert large.status_code == 413


async def test_text_in_a_large_form_is_not_large(shopper: Visitor):
    page = await shopper.open(AT)
    answer = await shopper.send(page, files={"drawing": photo()}, engraving="x" * 300_000)

    assert answer.status_code == 413


async def test_too_many_in_a_short_time_are_asked_to_wait(shopper: Visitor):
    page = await shopper.open(AT)
    for _ in range(HANDED_IN.tries):
        assert (await shopper.send(page, files={"drawing": DRAWING_WITH_SCRIPT})).status_code == 422
    answer = await shopper.send(page, files={"drawing": photo()}, engraving="Anna")

    assert "Please try again in a few minutes" in Page(answer).description("drawing")
    assert Page(answer).form["engraving"] == "Anna"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        b'--x\r\nContent-Disposition: form-data; name="drawing"; filename="a.png"\r\n\r\nabc',
        b'--x\r\nContent-Disposition: form-data; filename="a.png"\r\n\r\nabc\r\n--x--\r\n',
        b"nothing of the kind",
    ],
)
async def test_a_form_that_is_none_is_no_crash(shopper: Visitor, body: bytes):
    headers = {**BROWSER, "Content-Type": "multipart/form-data; boundary=x"}
    answer = await shopper.client.post(AT, content=body, headers=headers)

    assert answer.status_code < 500


async def test_of_several_files_for_one_question_one_is_taken(shopper: Visitor):
    page = await shopper.open(AT)
    files = [("drawing", (f"{number}.png", photo("PNG"), "image/png")) for number in range(3)]
    answer = await shopper.client.post(AT, data=page.form, files=files, headers=BROWSER)

    assert answer.status_code == 303
    assert is_picture(await seen(shopper, picture_on(await shopper.open(AT))))


async def test_a_form_of_a_thousand_files_is_refused(shopper: Visitor):
    page = await shopper.open(AT)
    files = [("drawing", (f"{number}.png", b"x", "image/png")) for number in range(1001)]
    answer = await shopper.client.post(AT, data=page.form, files=files, headers=BROWSER)

    assert answer.status_code == 400


async def test_a_file_where_none_is_asked_for_is_passed_over(shopper: Visitor):
    page = await shopper.open(AT)
    answer = await shopper.send(page, files={"drawing": photo(), "wood": photo(), "c": photo()})

    assert answer.status_code == 303


async def test_no_address_and_no_line_of_the_log_tells_of_it(shopper: Visitor):
    lines = io.StringIO()
    configure_logging("debug", lines)
    answer = await shopper.send(await shopper.open(AT), files={"drawing": photo()})
    page = await shopper.go_on(answer)
    name = picture_on(page).partition("?")[0].rpartition("/")[2]
    await seen(shopper, picture_on(page))

    assert len(name) == 22
    assert name not in answer.headers["location"]
    assert "/build/box/uploads/*" in lines.getvalue()
    assert name not in lines.getvalue()
    leads = [node["href"] for node in page.all("a") if name in node["href"]]
    assert leads == [f"{AT}/uploads/{name}"]


async def test_programs_are_told_that_they_cannot_hand_one_in(shopper: Visitor):
    told = await shopper.verdict("box", personal={"drawing": "0123456789012345678901"})

    assert [each["choice"] for each in told["dropped"]] == ["drawing:0123456789012345678901"]
    assert "Pictures" in re.sub(r"\s+", " ", (await shopper.client.get("/schema/openapi.json")).text)
