"""One transaction a request: it commits on leaving, rolls back on raising, and a failed commit is told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar, Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler, Message, Receive, Scope, Send
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database, is_clash
from app.core.forms import sent_form
from tests.support.apps import SHOP

Count = Callable[[], Awaitable[int]]
INSERT = text("INSERT INTO note (id) VALUES (1)")
ORPHAN = text("INSERT INTO note (id, parent) VALUES (1, 99)")


@post("/probe/created")
async def created(session: NamedDependency[AsyncSession]) -> str:
    await session.execute(INSERT)
    return "made"


@post("/probe/redirect")
async def redirected(session: NamedDependency[AsyncSession]) -> Redirect:
    await session.execute(INSERT)
    return Redirect("/", status_code=303)


@post("/probe/refused")
async def refused(session: NamedDependency[AsyncSession]) -> None:
    await session.execute(INSERT)
    raise NotFoundException


@post("/probe/crash")
async def crashed(session: NamedDependency[AsyncSession]) -> None:
    await session.execute(INSERT)
    raise RuntimeError("broken")


@post("/probe/unrenderable")
async def unrenderable(session: NamedDependency[AsyncSession]) -> object:
    await session.execute(INSERT)
    return object()


@post("/probe/orphan")
async def orphan(session: NamedDependency[AsyncSession]) -> Redirect:
    await session.execute(ORPHAN)
    return Redirect("/", status_code=303)


async def turn_away(session: NamedDependency[AsyncSession]) -> None:
    await session.execute(INSERT)
    raise PermissionDeniedException


@post("/probe/turned-away", dependencies={"leave": Provide(turn_away)})
async def turned_away(leave: NamedDependency[None]) -> None:
    """Nobody comes so far."""


async def look(session: NamedDependency[AsyncSession]) -> int:
    """As is looked for a person: before the handler has read anything."""
    return int(await session.scalar(text("SELECT count(*) FROM note")) or 0)


@post("/probe/filled-in", dependencies={"seen": Provide(look)})
async def filled_in(request: Request, session: NamedDependency[AsyncSession], seen: NamedDependency[int]) -> str:
    await session.execute(text("INSERT INTO note (id) VALUES (:id)"), {"id": int((await sent_form(request))["id"])})
    return "noted"


@get("/probe/untouched")
async def untouched(session: NamedDependency[AsyncSession]) -> str:
    return "nothing asked"


@pytest.fixture
def probes() -> tuple[ControllerRouterHandler, ...]:
    return (created, redirected, refused, crashed, unrenderable, orphan, turned_away, filled_in, untouched)


@pytest.fixture
async def count(database: Database) -> AsyncIterator[Count]:
    """A table whose foreign key is looked at on commit, and how many rows it has."""
    async with database.writing() as session:
        await session.execute(
            text(
                "CREATE TABLE note (id INTEGER PRIMARY KEY,"
                " parent INTEGER REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)"
            )
        )

    async def count() -> int:
        async with database.reading() as session:
            return int(await session.scalar(text("SELECT count(*) FROM note")) or 0)

    yield count
    async with database.writing() as session:
        await session.execute(text("DROP TABLE note"))


@pytest.mark.parametrize(("path", "status"), [("created", 201), ("redirect", 303)])
async def test_leaving_normally_commits(client: AsyncClient, count: Count, path: str, status: int):
    answer = await client.post(f"/probe/{path}")

    assert answer.status_code == status
    assert await count() == 1


@pytest.mark.parametrize(
    ("path", "status"), [("refused", 404), ("crash", 500), ("unrenderable", 500), ("turned-away", 403)]
)
async def test_raising_rolls_back(client: AsyncClient, count: Count, path: str, status: int):
    answer = await client.post(f"/probe/{path}")

    assert answer.status_code == status
    assert await count() == 0


async def test_a_failed_commit_is_told_and_not_hidden_behind_the_redirect(client: AsyncClient, count: Count):
    answer = await client.post("/probe/orphan")

    assert answer.status_code == 409
    assert "That changed at this very moment" in answer.text
    assert "location" not in answer.headers
    assert await count() == 0


async def test_of_two_who_wait_for_each_other_in_vain_one_is_told_to_try_again(database: Database, count: Count):
    """Only PostgreSQL lets two write at once."""
    if database.engine.dialect.name == "sqlite":
        return
    async with database.writing() as session:
        await session.execute(text("INSERT INTO note (id) VALUES (1), (2)"))

    async def take(first: int, second: int) -> None:
        async with database.writing() as session:
            for number in (first, second):
                await session.execute(text("UPDATE note SET id = id WHERE id = :number"), {"number": number})
                await asyncio.sleep(0.1)

    told = await asyncio.gather(take(1, 2), take(2, 1), return_exceptions=True)

    (clash,) = (each for each in told if isinstance(each, DBAPIError))
    assert is_clash(clash)


@pytest.mark.parametrize("path", ["created", "refused", "crash", "unrenderable", "orphan", "turned-away"])
async def test_whatever_happens_the_connection_is_given_back_before_the_answer_is_sent(
    app: Litestar, database: Database, count: Count, path: str
):
    taken: list[int] = []

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def note(message: Message) -> None:
            taken.append(database.engine.pool.checkedout())
            await send(message)

        await app(scope, receive, note)

    async with AsyncClient(transport=ASGITransport(watched), base_url=SHOP) as client:
        await client.post(f"/probe/{path}")

    assert taken
    assert not any(taken)


@pytest.mark.parametrize("kind", ["data", "files"])
async def test_a_form_that_comes_slowly_keeps_nobody_waiting(client: AsyncClient, count: Count, kind: str):
    request = client.build_request("POST", "/probe/filled-in", **{kind: {"id": "7" if kind == "data" else (None, "7")}})
    body, rest = request.read(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield body[:2]
        await rest.wait()
        yield body[2:]

    headers = {"Content-Type": request.headers["content-type"], "Content-Length": str(len(body))}
    coming = asyncio.create_task(client.post("/probe/filled-in", content=slowly(), headers=headers))
    await asyncio.sleep(0.1)
    async with asyncio.timeout(5):
        assert (await client.post("/probe/created")).status_code == 201
    rest.set()

    assert (await coming).status_code == 201
    assert await count() == 2


async def test_a_request_that_asks_nothing_takes_no_connection(client: AsyncClient, database: Database, count: Count):
    taken: list[object] = []
    event.listen(database.engine.sync_engine, "checkout", lambda connection, *rest: taken.append(connection))

    await client.get("/probe/untouched")

    assert taken == []


async def test_two_who_read_and_then_write_wait_for_each_other(database: Database, count: Count):
    async def add(number: int) -> None:
        async with database.writing() as session:
            await session.execute(text("SELECT count(*) FROM note"))
            await asyncio.sleep(0.01)
            await session.execute(text("INSERT INTO note (id) VALUES (:number)"), {"number": number})

    await asyncio.gather(*map(add, range(8)))

    assert await count() == 8
