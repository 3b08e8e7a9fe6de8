"""The list of what one has saved: a guest's by their browser, a person's wherever they are signed in."""

from litestar import Litestar

from app.core.database import Database
from tests.configurator.specs.conftest import TOLD, reopened, save, save_change
from tests.support.databases import statements_of
from tests.support.orders import signed_in
from tests.support.pages import Node, Page
from tests.support.visitors import BROWSER, Visitor, Welcome

MOST_STATEMENTS = 4


def entries(page: Page) -> list[Node]:
    """What stands in the list of saved ones."""
    return [node for node in page.all("li") if node.all("div", class_="thumb")]


def codes(page: Page) -> list[str]:
    return [node.all("span", class_="code small")[0].words for node in entries(page)]


async def test_whoever_saved_nothing_is_told_how_and_gets_no_cookie(stranger: Visitor):
    page = await stranger.open("/my/specs")

    assert "Nothing is saved here yet." in page.words
    assert "E-bike" in page.part("main").words
    assert not stranger.client.cookies


async def test_each_is_shown_with_its_picture_its_words_its_code_and_the_price_of_the_day(owner: Visitor, spec: str):
    price = (await owner.open(spec)).all("p", class_="slip-total")[0].words
    (entry,) = entries(await owner.open("/my/specs"))

    for words in ("Everyday", "Pine green", spec.removeprefix("/specs/"), price):
        assert words in entry.words
    (picture,) = entry.all("svg")
    assert picture["aria-hidden"] == "true"


async def test_it_speaks_the_readers_language_whatever_it_was_saved_in(owner: Visitor, spec: str):
    (entry,) = entries(await owner.open("/ru/my/specs"))

    assert "Будни 28" in entry.words
    assert "Сосновый" in entry.words
    assert entry.all("a")[0]["href"] == f"/ru{spec}"


async def test_the_last_saved_stands_first(owner: Visitor, spec: str):
    second = await save(owner)
    page = await owner.open("/my/specs")
    assert codes(page) == [path.removeprefix("/specs/") for path in (second, spec)]

    await save_change(owner, await reopened(owner, spec), colour="colour.soot")
    page = await owner.open("/my/specs")
    assert codes(page) == [path.removeprefix("/specs/") for path in (spec, second)]
    assert "2 revisions" in entries(page)[0].words


async def test_the_drawings_do_not_share_ids(owner: Visitor, spec: str):
    await save(owner, "/build/ebike?c=frame.split,colour.pine", **TOLD)
    page = await owner.open("/my/specs")
    ids = [node["id"] for node in page.all() if node["id"]]

    assert len(entries(page)) == 2
    assert len(ids) == len(set(ids))


async def test_a_stranger_sees_none_of_it(owner: Visitor, spec: str, stranger: Visitor, helper: Visitor):
    await save(stranger)
    await helper.open(spec)

    assert spec.removeprefix("/specs/") not in (await stranger.open("/my/specs")).words
    assert not entries(await helper.open("/my/specs"))


async def test_what_a_person_saves_is_theirs_on_every_device(welcome: Welcome):
    anna, her_phone, ben = [
        await signed_in(welcome, f"{name}.who.saves@example.org") for name in ("anna", "anna", "ben")
    ]
    spec = await save(anna, "/build/ebike?c=colour.pine", **TOLD)

    assert codes(await her_phone.open("/my/specs")) == [spec.removeprefix("/specs/")]
    assert "Annabella" in (await her_phone.open(spec)).words
    assert not entries(await ben.open("/my/specs"))
    assert "Annabella" not in (await ben.open(spec)).words


async def test_a_persons_is_not_their_browsers(welcome: Welcome):
    anna = await signed_in(welcome, "anna.in.russian@example.org")
    spec = await save(anna, "/build/ebike", **TOLD)
    anna.client.cookies.delete("__Host-session")

    assert not entries(await anna.open("/my/specs"))
    assert "Annabella" not in (await anna.open(spec)).words


async def test_a_person_who_tells_nothing_personal_needs_no_cookies_but_her_accounts(welcome: Welcome):
    anna = await signed_in(welcome, "anna@example.org")
    await save(anna)

    assert set(anna.client.cookies) == {"__Host-session", "__Host-language"}


async def test_a_spec_opened_on_another_device_keeps_her_measures_behind_that_browsers_cookie(welcome: Welcome):
    anna, her_phone = await signed_in(welcome, "anna@example.org"), await signed_in(welcome, "anna@example.org")
    spec = await save(anna, "/build/ebike", **TOLD)
    page = await reopened(her_phone, spec)
    nobody = welcome()

    assert TOLD.items() <= page.form.items()
    assert her_phone.client.cookies["__Host-guest"] != anna.client.cookies["__Host-guest"]
    assert (await nobody.open("/build/ebike")).form["plate"] == ""


async def test_a_long_list_comes_in_pages_and_always_with_as_few_queries(
    stocked: Litestar, database: Database, welcome: Welcome
):
    anna = await signed_in(welcome, "anna@example.org")
    spec = await save(anna)
    with statements_of(database) as few:
        await anna.open("/my/specs")
    for _ in range(41):
        await anna.client.post(f"{spec}/copies", headers=BROWSER)
    for path in [spec, await save(anna)]:
        await anna.client.post(f"{path}/deletion", headers=BROWSER)

    pages, address = [], "/my/specs"
    while address:
        with statements_of(database) as many:
            page = await anna.open(address)
        assert len(many) <= MOST_STATEMENTS
        pages.append(codes(page))
        address = next((link["href"] for link in page.all("a") if link.words == "Older ones"), "")

    assert len(few) <= MOST_STATEMENTS
    assert [len(page) for page in pages] == [20, 20, 1]
    assert len({code for page in pages for code in page}) == 41


async def test_junk_in_its_address_is_the_first_page(owner: Visitor, spec: str):
    for junk in ("x", "-1", "1.5", "9" * 40, "%D9%A1", ""):
        assert entries(await owner.open(f"/my/specs?before={junk}&deleted={junk}"))
