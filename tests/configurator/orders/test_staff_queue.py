"""The queue: what waits for whom, and for how long."""

from itertools import chain

import pytest
from litestar import Litestar

from app.core.database import Database
from tests.support.databases import statements_of
from tests.support.orders import ANNA, act, copy_orders, order_of, paid_order, placed_order, put_in_cart
from tests.support.pages import Node, Page
from tests.support.visitors import BROWSER, Visitor

QUEUE = "/staff/orders"


async def test_a_row_tells_what_waits_and_for_how_long(stocked: Litestar, anna: Visitor, irina: Visitor):
    await put_in_cart(anna, quantity=2)
    number = await paid_order(anna, "/build/ebike?base=city", quantity=3)
    order = await order_of(stocked, number)
    (row,) = rows(await irina.open(QUEUE))
    cells = [cell.words for cell in row.all("td")]

    assert row.all("a")[0]["href"] == f"{QUEUE}/{number}"
    assert cells == [
        *("Everyday 28 + 1", "0 minutes", "5", f"€{order.total / 100:,.2f}"),
        *("Germany", "To review", "Paid", ""),
    ]
    assert row.all("time")[0]["datetime"] == f"{order.placed_at:%Y-%m-%dT%H:%M:%SZ}"


async def test_it_begins_with_what_is_to_be_reviewed_and_leads_to_the_rest(
    stocked: Litestar, anna: Visitor, irina: Visitor
):
    waiting = await placed_order(anna)
    asked, paid = await paid_order(anna), await paid_order(anna)
    await act(irina, asked, "question", question="Which colour?")
    page = await irina.open(QUEUE)
    everything = await irina.open(page.link("All 3"))

    assert numbers(page) == [paid]
    assert numbers(await irina.open(page.link("Waits for the customer 1"))) == [asked]
    assert numbers(await irina.open(page.link("Placed 1"))) == [waiting]
    assert numbers(everything) == [waiting, asked, paid]
    assert numbers(await irina.open(everything.link("Not paid yet 1"))) == [waiting]


async def test_who_has_taken_it_and_who_has_answered_is_marked(stocked: Litestar, anna: Visitor, irina: Visitor):
    number = await paid_order(anna)
    await act(irina, number, "review")
    assert cells_of(await irina.open(QUEUE))[-1] == "Irina"

    await act(irina, number, "question", question="Which colour?")
    await anna.client.post(f"/orders/{number}/answers", data={"text": "Pine, please."}, headers=BROWSER)
    assert cells_of(await irina.open(QUEUE))[0] == "Everyday 28 answered"

    await act(irina, number, "approval")
    assert "answered" not in cells_of(await irina.open(f"{QUEUE}?work=approved"))[0]


async def test_a_long_queue_is_walked_page_by_page_and_nothing_is_left_out(
    stocked: Litestar, database: Database, anna: Visitor, irina: Visitor
):
    first = await paid_order(anna)
    with statements_of(database) as few:
        await irina.open(QUEUE)
    await copy_orders(stocked, first, 119)
    with statements_of(database) as many:
        page = await irina.open(QUEUE)
    assert len(few) == len(many) <= 8

    there = [numbers(page)]
    while "Newer ones" in page.words:
        page = await irina.open(page.link("Newer ones"))
        there.append(numbers(page))
    back = [there[-1]]
    while "Older ones" in page.words:
        page = await irina.open(page.link("Older ones"))
        back.insert(0, numbers(page))

    assert [len(each) for each in there] == [50, 50, 20]
    assert list(chain(*there)) == list(range(first, first + 120))
    assert back == there


async def test_nothing_waits(stocked: Litestar, irina: Visitor):
    page = await irina.open(QUEUE)

    assert "There is no such order at the moment." in page.words
    assert page.link("To review 0") == QUEUE


async def test_neither_address_nor_email_is_in_it(irina: Visitor, number: int):
    html = (await irina.client.get(ending_with(number), headers=BROWSER)).text

    assert str(number) in html
    assert not [ANNA[name] for name in ("email", "name", "street", "postcode") if ANNA[name] in html]


async def test_administrators_see_it(administrator: Visitor, number: int):
    assert number in numbers(await administrator.open(ending_with(number)))


async def test_it_is_in_russian_too(irina: Visitor, number: int):
    page = await irina.open(f"/ru{ending_with(number)}")

    assert "На проверку" in page.words
    assert f"/ru{QUEUE}/{number}" in {link["href"] for link in page.all("a")}


@pytest.mark.parametrize(
    "query",
    ["work=nothing&payment=%F0%9F%9A%B2", "after=99999999999999999999&before=-1", "before=999999999", "after=%20"],
)
async def test_odd_addresses_are_answered(stocked: Litestar, irina: Visitor, query: str):
    await irina.open(f"{QUEUE}?{query}")


def ending_with(number: int) -> str:
    """The part of the queue that ends with this order."""
    return f"{QUEUE}?before={number + 1}"


def rows(page: Page) -> list[Node]:
    return [row for row in page.all("tr") if row.all("td")]


def numbers(page: Page) -> list[int]:
    return [int(row.all("th")[0].words) for row in rows(page)]


def cells_of(page: Page) -> list[str]:
    (row,) = rows(page)
    return [cell.words for cell in row.all("td")]
