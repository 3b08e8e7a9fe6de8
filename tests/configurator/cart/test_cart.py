"""What is put in the cart stays as it was shown, and moves only when the shopper says so."""

import re

import pytest
from litestar import Litestar

from app.core.database import Database
from tests.configurator.specs.conftest import save
from tests.support.databases import nothing_written, statements_of
from tests.support.pages import Node, Page
from tests.support.visitors import BROWSER, EBIKE, Visitor, Welcome, publish_in

READY = "Go to the checkout"


@pytest.fixture
def anna(welcome: Welcome) -> Visitor:
    return welcome()


async def put(visitor: Visitor, address: str = "/build/ebike", **changes: str) -> Page:
    """Press "Put it in the cart" in the configurator; the cart's page."""
    answer = await visitor.send(await visitor.open(address), to="/cart/builds", **{"inseam": "84", **changes})
    assert answer.status_code == 303, f"the cart answers {answer.status_code}"
    return await visitor.open(answer.headers["location"])


async def press(visitor: Visitor, page: Page, action: str, status: int = 303, **fields: str) -> Page:
    """Send the first form of a page whose address ends so, with some fields typed; the page that follows."""
    form = next(form for form in page.all("form") if form["action"].endswith(action))
    sent = {field["name"]: field["value"] for field in form.all("input")} | fields
    answer = await visitor.client.post(form["action"], data=sent, headers=BROWSER)
    assert answer.status_code == status, f"{form['action']} answers {answer.status_code}"
    return Page(answer) if status != 303 else await visitor.open(answer.headers["location"])


def total(page: Page) -> str:
    (found,) = page.all(class_="slip-total")
    return found.words


def lines(page: Page) -> list[Node]:
    return page.all("li", class_="basket-line")


async def test_an_empty_cart_says_where_to_begin(anna: Visitor):
    page = await anna.open("/cart")

    assert "Nothing is in it yet" in page.words
    assert [link["href"] for link in page.all("a", class_="btn")] == ["/build/ebike"]


async def test_what_is_built_goes_in_as_it_stands_at_its_price(anna: Visitor):
    shown = await anna.change(await anna.open("/build/ebike?c=frame.split,colour.pine"), inseam="84")
    page = await put(anna, shown.address)

    assert total(page) in shown.status
    assert "Diamond, steel, split stay. Pine green." in page.words
    assert READY in page.words


async def test_it_is_saved_as_a_spec_on_the_way(anna: Visitor):
    page = await put(anna)
    spec = await anna.open(page.link("Everyday 28"))

    assert total(spec) == total(page)
    assert "84 cm" in spec.words


async def test_without_what_must_be_known_the_page_asks_for_it_and_keeps_the_rest(anna: Visitor):
    form = await anna.open("/build/ebike?c=colour.pine")
    answer = await anna.send(form, to="/cart/builds", inseam="", plate="Annabella")
    page = Page(answer)

    assert answer.status_code == 422
    assert "We need this before it can be ordered" in page.description("inseam")
    assert (page.form["plate"], page.form["c"]) == ("Annabella", "colour.pine")


async def test_a_saved_spec_goes_in_from_its_page(anna: Visitor):
    spec = await save(anna, "/build/ebike?c=colour.pine", inseam="84")
    page = await press(anna, await anna.open(spec), "/cart/specs")

    assert spec.removeprefix("/specs/") in page.words
    assert READY in page.words


async def test_the_same_spec_twice_is_one_line_of_its_newest_revision(anna: Visitor):
    page = await put(anna)
    first = lines(page)[0].all("a")[0]["href"].partition("?")[0]
    again = await put(anna, f"/build/ebike?c=motor.strong&spec={first.removeprefix('/specs/')}")

    assert len(lines(again)) == 1
    assert "Strong mid motor" in again.words
    assert total(again) != total(page)


async def test_two_different_ones_add_up(anna: Visitor):
    one = await put(anna)
    both = await put(anna, "/build/ebike?base=city")

    amounts = [cents(line.all("b", class_="money")[0].words) for line in lines(both)]
    assert amounts[0] == cents(total(one))
    assert sum(amounts) == cents(total(both))


async def test_three_pieces_cost_three_times_as_much(anna: Visitor):
    one = await put(anna)
    three = await press(anna, one, "/quantity", quantity="3")

    assert cents(total(three)) == 3 * cents(total(one))
    assert f"{total(one)} each" in three.words


@pytest.mark.parametrize("typed", ["", "0", "-1", "1.5", "100", "many", "9" * 400, "\0", "٣"])
async def test_a_number_of_pieces_that_is_none_is_refused_in_words(anna: Visitor, typed: str):
    page = await press(anna, await put(anna), "/quantity", 422, quantity=typed)

    assert "Please write a whole number from 1 to 99." in page.notices
    assert page.field("quantity")["value"] == "1"


async def test_what_is_taken_out_can_be_put_back(anna: Visitor):
    page = await put(anna)
    before = total(page)
    out = await press(anna, page, "/removal")

    assert not lines(out)
    assert READY not in out.words
    assert total(await press(anna, out, "/return")) == before


async def test_a_deleted_spec_cannot_be_ordered_and_says_why(anna: Visitor):
    page = await put(anna)
    spec = lines(page)[0].all("a")[0]["href"].partition("?")[0]
    await anna.client.post(f"{spec}/deletion", headers=BROWSER)
    page = await anna.open("/cart")

    assert "The spec is deleted." in page.words
    assert READY not in page.words


async def test_a_stranger_sees_nothing_of_it_and_changes_nothing(anna: Visitor, welcome: Welcome):
    page = await put(anna)
    boris = welcome()
    await put(boris)
    (form,) = (form for form in page.all("form") if form["action"].endswith("/removal"))

    for verb in ("quantity", "removal", "return", "price"):
        answer = await boris.client.post(form["action"].replace("removal", verb), headers=BROWSER)
        assert answer.status_code == 404
    assert total(await anna.open("/cart")) == total(page)


async def test_a_strangers_spec_cannot_be_put_in(anna: Visitor, welcome: Welcome):
    spec = await save(anna, inseam="84")
    data = {"spec": spec.removeprefix("/specs/")}

    assert (await welcome().client.post("/cart/specs", data=data, headers=BROWSER)).status_code == 404


class TestTheCatalogueMovesOn:
    async def test_another_price_is_said_and_asked_about(self, stocked: Litestar, database: Database, anna: Visitor):
        before = await put(anna)
        await publish_in(database, EBIKE.replace("base = 1890", "base = 1940"))
        page = await anna.open("/cart")

        after = cents(total(before)) + 5000
        assert f"The price of one has moved from {total(before)} to €{after / 100:,.2f} (+50.00)." in page.words
        assert READY not in page.words

        accepted = await press(anna, page, "/price")
        assert cents(total(accepted)) == after
        assert READY in accepted.words

    async def test_accepting_keeps_which_answers_were_choices(
        self, stocked: Litestar, database: Database, anna: Visitor
    ):
        before = await put(anna, "/build/ebike?c=colour.pine")
        await publish_in(database, EBIKE.replace("base = 1890", "base = 1940"))
        await press(anna, await anna.open("/cart"), "/price")
        spec = lines(before)[0].all("a")[0]["href"].partition("?")[0]
        answer = await anna.client.post(f"{spec}/changes", headers=BROWSER)

        assert "c=colour.pine&" in answer.headers["location"]

    async def test_a_price_that_moved_again_meanwhile_is_shown_again(
        self, stocked: Litestar, database: Database, anna: Visitor
    ):
        await put(anna)
        await publish_in(database, EBIKE.replace("base = 1890", "base = 1940"))
        page = await anna.open("/cart")
        await publish_in(database, EBIKE.replace("base = 1890", "base = 1990"))
        again = await press(anna, page, "/price")

        assert "(+100.00)" in again.words
        assert READY not in again.words

    async def test_what_can_no_longer_be_made_says_what_and_leads_to_what_fits(
        self, stocked: Litestar, database: Database, anna: Visitor
    ):
        await put(anna, "/build/ebike?c=frame.split")
        retired = '[groups.frame.options.split]\nunavailable = { kind = "retired" }'
        await publish_in(database, EBIKE.replace("[groups.frame.options.split]", retired))
        page = await anna.open("/cart")

        assert "This can no longer be made just as it was saved." in page.words
        assert "We do not make it any more" in page.words
        assert READY not in page.words

        builder = await press(anna, page, "version=current")
        assert "Not everything could be kept." in builder.notices
        repaired = await put(anna, builder.address)
        assert READY in repaired.words
        assert len(lines(repaired)) == 1


async def test_looking_writes_nothing_and_asks_little(stocked: Litestar, database: Database, anna: Visitor):
    counts = []
    for base in ("everyday", "city", "express"):
        await put(anna, f"/build/ebike?base={base}")
        with nothing_written(database), statements_of(database) as seen:
            await anna.open("/cart")
        counts.append(len(seen))

    assert counts[0] == counts[-1]
    assert counts[0] <= 8


def cents(amount: str) -> int:
    return int("".join(re.findall(r"\d", amount)))
