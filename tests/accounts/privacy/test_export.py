"""What there is of a person, to take along: for programs, and to read."""

from __future__ import annotations

import asyncio
import json
import tracemalloc
from datetime import timedelta
from typing import Any

import fastjsonschema
import pytest
from litestar import Litestar

from accounts.consent.purposes import FEED, LEARN, REMEMBER
from accounts.identity.models import Role
from accounts.privacy.export import batches_of, json_of
from accounts.profile.models import Fact, FactKind
from app.bridges.personal import PERSONAL
from app.core import clock
from app.core.database import Database
from tests.accounts.conftest import ANNA, BEN
from tests.accounts.privacy.people import DATA, PROVE, person, sign_in_grows_old
from tests.accounts.profile.store import RIDE, Store, saw
from tests.configurator.specs.conftest import TOLD, save
from tests.support.databases import nothing_written, statements_of
from tests.support.orders import act, paid_order, put_in_cart, signed_in
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor, Welcome

JSON, HTML, SCHEMA = f"{DATA}/export.json", f"{DATA}/export.html", f"{DATA}/schema.json"
MANY = 10_000


@pytest.fixture
async def anna(stocked: Litestar, welcome: Welcome) -> Visitor:
    """She saved a bike, ordered one, has another in her cart, and allowed us to learn."""
    anna = await signed_in(welcome, ANNA, name="Anna")
    await save(anna, **TOLD)
    await paid_order(anna, plate="Annabella", delivery={"note": "Please ring twice."})
    await put_in_cart(anna)
    store = await Store.of(stocked.state.database, ANNA)
    await store.allow(LEARN, REMEMBER, FEED)
    await store.learn("spec:K7Q4M2XR9DT", saw("pine"))
    await store.tell(RIDE, "tours")
    return anna


async def download(visitor: Visitor, path: str = JSON) -> str:
    answer = await visitor.client.get(path, headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="atelier-')
    assert answer.headers["cache-control"] == "no-store"
    return answer.text


async def test_the_page_tells_how_much_there_is(anna: Visitor, database: Database):
    with nothing_written(database), statements_of(database) as asked:
        page = await anna.open(DATA)

    assert len(asked) < 8
    tally = dict(item.words.rsplit(" ", 1) for item in page.all("ul", class_="tally")[0].all("li"))
    assert tally["What you ordered"] == "1"
    assert tally["What you saved"] == "3"
    assert tally["What we know of you"] == "2"
    assert "Money that goes back to you" not in tally


async def test_it_is_what_its_schema_says(anna: Visitor):
    schema = (await anna.client.get(SCHEMA)).json()
    taken = json.loads(await download(anna))
    fastjsonschema.compile(schema)(taken)

    assert taken["for"] == ANNA
    assert taken["schema"] == schema["$id"]
    assert taken["tables"].keys() <= schema["properties"]["tables"]["properties"].keys()
    assert [fact["value"] for fact in taken["tables"]["facts"]] == ["pine", "tours"]
    assert taken["tables"]["orders"][0]["note"] == "Please ring twice."
    assert taken["tables"]["sign_ins"][0]["digest"] == "kept as a digest; not handed out"


async def test_rows_that_belong_together_can_be_put_together(anna: Visitor):
    tables = json.loads(await download(anna))["tables"]
    (evidence,) = tables["fact_evidence"]

    assert [fact["value"] for fact in tables["facts"] if fact["id"] == evidence["fact_id"]] == ["pine"]
    assert {line["order_id"] for line in tables["order_lines"]} == {order["id"] for order in tables["orders"]}


async def test_the_schema_is_for_everybody_and_says_each_purpose(anna: Visitor, welcome: Welcome):
    schema = (await welcome().client.get(f"/ru{SCHEMA}")).json()
    facts = schema["properties"]["tables"]["properties"]["facts"]

    assert facts["title"] == "Что мы о вас знаем"
    assert facts["items"]["properties"]["value"]["purpose"] == "remember"


async def test_to_read_it_is_a_page_that_needs_nothing_else(anna: Visitor):
    answer = await anna.client.get(HTML, headers=BROWSER)
    page = Page(answer)

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert [heading.words for heading in page.all("h2")][:2] == ["You", "Where you signed in"]
    for words in ("Annabella", "Please ring twice.", "kept as a digest; not handed out", "Pine", "Ahornweg 7"):
        assert words in page.words
    assert not page.all("script", "link", "img")


async def test_to_read_it_is_in_the_readers_language(anna: Visitor):
    text = await download(anna, f"/ru{HTML}")

    for words in ("Что вы заказали", "Цвет", "хранится в виде отпечатка", "Классическая, алюминий"):
        assert words in text
    assert "Diamond, alloy" not in text


async def test_what_somebody_wrote_is_text_in_it(anna: Visitor, welcome: Welcome):
    await paid_order(anna, delivery={"note": "</dd><script>alert(1)</script>"})

    assert "<script>" not in await download(anna, HTML)


async def test_twice_at_once(anna: Visitor):
    first, second, page = await asyncio.gather(download(anna), download(anna), download(anna, HTML))

    assert json.loads(first)["tables"] == json.loads(second)["tables"]
    assert "Annabella" in page


async def test_who_reviewed_her_order_is_not_hers_to_know_by_number(anna: Visitor, welcome: Welcome):
    irina = await signed_in(welcome, "irina@shop.example", Role.REVIEWER)
    await act(irina, 1001, "question", question="In green?")
    tables = json.loads(await download(anna))["tables"]

    assert tables["order_messages"][0]["text"] == "In green?"
    assert tables["order_messages"][0]["person_id"] is None
    assert [change["person_id"] for change in tables["order_changes"]] == [None] * 3


async def test_irina_takes_along_what_is_hers_and_nothing_of_annas(anna: Visitor, welcome: Welcome):
    irina = await signed_in(welcome, "irina@shop.example", Role.REVIEWER)
    await act(irina, 1001, "question", question="In green?")
    taken = json.loads(await download(irina))["tables"]

    assert taken.keys() == {"people", "sign_ins", "role_grants"}


async def test_ben_takes_along_his_own(anna: Visitor, welcome: Welcome):
    ben = await signed_in(welcome, BEN)

    assert json.loads(await download(ben))["tables"].keys() == {"people", "sign_ins"}


async def test_an_order_placed_with_her_address_is_hers_unless_she_said_otherwise(anna: Visitor, welcome: Welcome):
    guest = welcome()
    number = await paid_order(guest, delivery={"note": "From my neighbour."})
    assert "From my neighbour." in await download(anna)

    await anna.press(await anna.open("/my/joining"), "That was not me")
    assert "From my neighbour." not in await download(anna)
    await guest.open(f"/orders/{number}")


@pytest.mark.parametrize("path", [JSON, HTML])
async def test_who_signed_in_long_ago_signs_in_once_more(anna: Visitor, path: str):
    await sign_in_grows_old(anna.shop, timedelta(minutes=61))
    answer = await anna.client.get(path, headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (303, DATA)

    page = await anna.open(DATA)
    assert not page.all("a", href=path)
    assert PROVE in page.words
    again = await anna.client.post(f"{DATA}/proof", headers=BROWSER)
    assert again.headers["location"] == "/signin?next=%2Fmy%2Fdata"
    assert "__Host-session" not in anna.client.cookies
    assert (await anna.client.get(path, headers=BROWSER)).headers["location"].startswith("/signin")


async def test_a_guest_is_told_what_hangs_on_their_browser(stocked: Litestar, welcome: Welcome):
    page = await welcome().open(DATA)

    assert "__Host-guest" in page.words
    assert page.link("What you saved") == "/my/specs"
    assert page.all("a", class_="btn main")[0]["href"] == "/signin?next=/my/data"
    assert not page.all("form")


async def test_ten_thousand_facts_take_no_more_memory_than_a_few(anna: Visitor, database: Database):
    herself = await person(anna.shop, ANNA)
    assert herself is not None
    async for _ in json_of(batches_of(database, PERSONAL, herself, None), herself, SCHEMA):
        pass  # statements are compiled once, and stay
    await learn_much(database)
    tracemalloc.start()
    length = 0
    async for piece in json_of(batches_of(database, PERSONAL, herself, None), herself, SCHEMA):
        length += len(piece)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert length > 3_000_000
    assert peak < length / 2


@pytest.mark.parametrize("encoding", ["identity", "br"])
async def test_ten_thousand_facts_leave_while_they_are_read(anna: Visitor, database: Database, encoding: str):
    await learn_much(database)
    pieces = await pieces_of(anna, JSON, encoding)

    assert len(pieces) > MANY / 200
    assert max(map(len, pieces)) < sum(map(len, pieces)) / 10


async def learn_much(database: Database) -> None:
    """Ten thousand facts, each known by her permission."""
    store = await Store.of(database, ANNA)
    grant, now = await store.granted(LEARN), clock.now()
    await store.add(
        Fact(
            person_id=store.person_id,
            key=f"ebike.part{number}",
            value="pine",
            label={"en": "A part of the bike", "ru": "Часть велосипеда"},
            words={"en": f"Pine {number}", "ru": f"Сосна {number}"},
            kind=FactKind.OBSERVED,
            strength=4,
            grant_id=grant.id,
            learned_at=now,
            retain_until=grant.expires_at,
            turn=0,
        )
        for number in range(MANY)
    )


async def pieces_of(visitor: Visitor, path: str, encoding: str) -> list[bytes]:
    """The body of an answer as it leaves the shop, piece by piece."""
    pieces: list[bytes] = []
    over = asyncio.Event()
    asked = iter([{"type": "http.request", "body": b"", "more_body": False}])
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.client.cookies.items())

    async def receive() -> Any:
        if (message := next(asked, None)) is None:
            await over.wait()
        return message or {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            pieces.append(message["body"])
            if not message.get("more_body"):
                over.set()

    headers = {"host": "shop.example", "cookie": cookies, "accept-encoding": encoding}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("10.1.2.3", 40_000),
        "server": ("shop.example", 443),
        "state": {},
    }
    await visitor.shop(scope, receive, send)
    return pieces
