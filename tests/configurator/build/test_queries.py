"""How often the database is asked: a click never, a page seldom, and never more often because there are more rows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar

from accounts.consent.purposes import LEARN, REMEMBER
from app.bridges.questions import ShelfQuestions
from app.core.database import Database
from tests.accounts.profile.store import Store, saw
from tests.support.databases import statements_of
from tests.support.orders import signed_in
from tests.support.visitors import EBIKE, HTMX, Visitor, Welcome, publish_in

MOST = 6
CARGO = EBIKE.replace('code = "ebike"', 'code = "cargo"')


class Counted:
    """How many statements were sent."""

    number = 0


@asynccontextmanager
async def counted(database: Database) -> AsyncIterator[Counted]:
    found = Counted()
    with statements_of(database) as seen:
        yield found
    found.number = len(seen)


async def test_a_click_asks_nothing(stocked: Litestar, database: Database, shopper: Visitor):
    page = await shopper.open("/build/ebike")
    async with counted(database) as clicks:
        for change in ({"motor": "motor.hub"}, {"drive": "drive.belt8"}, {"extras.mirror": "1"}, {"bags.rear": "2"}):
            assert (await shopper.send(page, htmx=True, **change)).status_code == 200

    assert clicks.number == 0


async def test_a_click_of_whom_we_know_measures_asks_one_thing(stocked: Litestar, database: Database, shopper: Visitor):
    page = await shopper.change(await shopper.open("/build/ebike"), inseam="82")
    async with counted(database) as click:
        await shopper.send(page, htmx=True, motor="motor.hub")

    assert click.number == 1


async def test_a_click_after_which_a_newer_version_came_asks_nothing_either(
    stocked: Litestar, database: Database, shopper: Visitor
):
    page = await shopper.open("/build/ebike")
    await publish_in(database, EBIKE.replace("base = 1890", "base = 1990"))
    async with counted(database) as click:
        await shopper.send(page, htmx=True, motor="motor.hub")

    assert click.number == 0


async def test_pages_ask_seldom_and_no_more_often_when_there_is_more(
    stocked: Litestar, database: Database, welcome: Welcome
):
    owner, stranger = welcome(), welcome()
    page = await owner.change(await owner.open("/build/ebike"), inseam="82")
    spec = (await owner.send(page, to="/specs")).headers["location"]
    addresses = ("/", "/build/ebike", f"/build/ebike?v={page.form['v']}&c=motor.hub", spec, f"{spec}?revision=1")

    async def asked(visitor: Visitor, address: str) -> int:
        await visitor.open(address)
        async with counted(database) as found:
            await visitor.open(address)
        return found.number

    few = [await asked(visitor, address) for address in addresses for visitor in (owner, stranger)]
    for number in range(1, 5):
        await publish_in(database, CARGO.replace("base = 1890", f"base = {number}"))
        page = await owner.change(page, plate="A" * number)
        await owner.send(page, to=f"{spec}/revisions")
        await owner.send(page, to="/specs")
    many = [await asked(visitor, address) for address in addresses for visitor in (owner, stranger)]

    assert max(few) <= MOST
    assert many == few


async def known_anna(welcome: Welcome, database: Database) -> Visitor:
    """Anna, signed in; she told her inside leg and likes pine green."""
    anna = await signed_in(welcome, "anna@example.org")
    store = await Store.of(database, "anna@example.org")
    await store.allow(LEARN, REMEMBER)
    inseam = ShelfQuestions(anna.shop.state.shelf).of("measure.inseam")
    assert inseam is not None
    await store.tell(inseam, "780")
    await store.learn("spec:A", saw("pine"))
    return anna


async def test_who_is_signed_in_is_asked_for_by_whole_pages_alone(
    stocked: Litestar, database: Database, welcome: Welcome
):
    stranger = welcome()
    await stranger.open("/build/ebike")
    anna = await known_anna(welcome, database)
    page = await anna.open("/build/ebike")
    async with counted(database) as guests:
        await stranger.open("/build/ebike")
    async with counted(database) as whole:
        await anna.open("/build/ebike")
    async with counted(database) as click:
        await anna.send(page, htmx=True, motor="motor.hub")

    assert page.form["inseam"] == "78"
    assert guests.number + 4 == whole.number <= MOST  # who it is, what serves, how often it was so, what is noted
    assert click.number == 0


async def test_in_an_anonymous_browser_nobody_is_asked_for(stocked: Litestar, database: Database, welcome: Welcome):
    stranger = welcome()
    await stranger.open("/build/ebike")
    anna = await known_anna(welcome, database)
    anna.client.headers["Sec-GPC"] = "1"
    async with counted(database) as guests:
        await stranger.open("/build/ebike")
    async with counted(database) as hers:
        await anna.open("/build/ebike")

    assert hers.number == guests.number


async def test_a_program_that_names_the_version_asks_nothing(stocked: Litestar, database: Database, shopper: Visitor):
    version = (await shopper.verdict())["version"]
    async with counted(database) as asked:
        await shopper.verdict(version=version, choices=["motor.hub"])

    assert asked.number == 0


async def test_junk_for_a_version_asks_little(stocked: Litestar, database: Database, shopper: Visitor):
    async with counted(database) as asked:
        await shopper.open("/build/ebike?v=0123456789ab")
        await shopper.client.post("/build/ebike", data={"c": "", "v": "0123456789ab"}, headers=HTMX)

    assert asked.number <= MOST
