"""What somebody ordered, how it stands, and what comes next."""

from litestar import Litestar

from app.core.database import Database
from configurator.orders.queries import PAGE
from tests.support.databases import statements_of
from tests.support.orders import copy_orders, order_of, paid_order, placed_order, put_in_cart, signed_in
from tests.support.pages import Page
from tests.support.visitors import Visitor, Welcome


async def test_a_guest_sees_what_was_ordered_in_their_browser(anna: Visitor):
    await put_in_cart(anna, "/build/ebike?base=city")
    number = await paid_order(anna)
    order = await order_of(anna.shop, number)
    page = await anna.open("/my/orders")
    (entry,) = page.all("li", class_="")[-1:]

    for words in ("City 28 and 1 more", "We are looking at it", "nothing you need to do", f"Order {number}"):
        assert words in entry.words
    assert f"€{order.total / 100:,.2f}" in entry.words
    assert entry.all("svg")
    assert page.link("City 28") == f"/orders/{number}"
    assert "These are the orders of this browser." in page.words


async def test_newest_first_with_the_state_of_each(anna: Visitor):
    paid, waiting = await paid_order(anna), await placed_order(anna)
    page = await anna.open("/my/orders")

    assert numbers(page) == [waiting, paid]
    assert "Not paid yet. It is not paid yet. We begin as soon as it is." in page.words


async def test_a_person_sees_theirs_in_every_browser(welcome: Welcome):
    dora = await signed_in(welcome, "dora@example.org")
    number = await paid_order(dora)
    elsewhere = await signed_in(welcome, "dora@example.org")
    page = await elsewhere.open("/my/orders")

    assert numbers(page) == [number]
    assert "of this browser" not in page.words


async def test_nobody_sees_those_of_others(number: int, welcome: Welcome):
    for somebody in (welcome(), await signed_in(welcome, "clara@example.org")):
        page = await somebody.open("/my/orders")
        assert numbers(page) == []
        assert "Nothing is ordered yet." in page.words
        assert page.link("E-bike") == "/build/ebike"


async def test_older_ones_follow_page_by_page(stocked: Litestar, database: Database, anna: Visitor):
    first = await paid_order(anna)
    with statements_of(database) as few:
        await anna.open("/my/orders")
    await copy_orders(stocked, first, PAGE)
    with statements_of(database) as many:
        page = await anna.open("/my/orders")
    older = await anna.open(page.link("Older ones"))

    assert len(few) == len(many) <= 8
    assert numbers(page) + numbers(older) == list(range(first + PAGE, first - 1, -1))
    assert "Older ones" not in older.words
    assert older.link("The newest ones") == "/my/orders"


async def test_odd_addresses_are_answered(stocked: Litestar, anna: Visitor):
    await placed_order(anna)
    for before in ("1", "999999999", "99999999999999999999", "-1", "%F0%9F%9A%B2", ""):
        await anna.open(f"/my/orders?before={before}")


async def test_it_is_in_russian_too(anna: Visitor, number: int):
    page = await anna.open("/ru/my/orders")

    for words in ("Ваши заказы", "Заказано", f"Заказ {number}"):
        assert words in page.words


def numbers(page: Page) -> list[int]:
    """The numbers of the orders that a list shows, in its order."""
    return [int(link["href"].rpartition("/")[2]) for link in page.all("a") if "/orders/" in link["href"]]
