"""A canary in every personal column: she finds all of it in what she takes along, and nobody finds it once she is gone.

What stays is what the page had named: of orders what the books need, and a ledger under a name that is nobody's.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from litestar import Litestar
from sqlalchemy import select, update

from accounts.identity.models import Person
from accounts.privacy.holdings import holdings_of, table_of
from accounts.privacy.jobs import erase_due
from accounts.privacy.models import Erasure
from app.bridges.personal import PERSONAL
from app.core import clock
from app.core.database import Base, Database
from app.core.datamap import personal_columns
from app.core.ids import digest
from app.core.security import GUEST_COOKIE
from configurator.orders.queries import order_of_number
from configurator.orders.states import Work
from tests.accounts.privacy.canary import Canary, Marker, has_few_words, is_number
from tests.configurator.specs.conftest import save
from tests.support.mail import MailServer
from tests.support.orders import paid_order, signed_in
from tests.support.visitors import BROWSER, Visitor, Welcome

EMAIL = "anna.canary@example.org"
BOOKS = ("orders", "order_lines", "order_changes", "payment_attempts", "refunds", "invoices")
LEDGER = ("grants", "withdrawals", "uses", "erasures")


@pytest.fixture
async def anna(stocked: Litestar, welcome: Welcome) -> Visitor:
    """She has saved and ordered something, as people do, and it has arrived."""
    anna = await signed_in(welcome, EMAIL)
    await save(anna, plate="Annabella")
    number = await paid_order(anna, delivery={"email": EMAIL}, plate="Annabella")
    async with anna.shop.state.database.writing() as session:
        order = await order_of_number(session, number)
        assert order is not None
        order.work = Work.DELIVERED
    return anna


@pytest.fixture
async def markers(anna: Visitor, database: Database) -> list[Marker]:
    async with database.writing() as session:
        person = await session.scalar(select(Person).where(Person.email == EMAIL))
        assert person is not None
        return await Canary(session, person, digest(anna.client.cookies[GUEST_COOKIE])).sing()


async def test_every_table_with_personal_columns_is_some_rooms_to_tell_of(anna: Visitor, database: Database):
    async with database.reading() as session:
        person = await session.scalar(select(Person).where(Person.email == EMAIL))
    assert person is not None
    told = [table_of(holding).name for holding in holdings_of(PERSONAL, person, None)]

    assert set(told) == {table.name for table, _, _ in personal_columns(Base.metadata)}
    assert len(told) == len(set(told))


async def test_there_is_a_canary_in_every_personal_column(markers: list[Marker]):
    without = {
        column
        for _, column, _ in personal_columns(Base.metadata)
        if not column.foreign_keys and not is_number(column) and not has_few_words(column)
    } - {marker.column for marker in markers}

    assert {str(column) for column in without} == {
        *("subjects.id", "erasures.subject"),  # the same name as in the ledger
        *("outbox.kind", "orders.restricted_at"),
    }


async def test_she_takes_all_of_it_along(markers: list[Marker], anna: Visitor):
    as_json = (await anna.client.get("/my/data/export.json", headers=BROWSER)).text
    as_page = (await anna.client.get("/my/data/export.html", headers=BROWSER)).text

    assert [marker.place for marker in markers if not marker.secret and marker.in_json not in as_json] == []
    assert [marker.place for marker in markers if not marker.secret and marker.in_words not in as_page] == []
    secrets = [marker for marker in markers if marker.secret]
    assert {marker.place for marker in secrets} == {"people.password", "sign_ins.digest", "links.digest", "keys.digest"}
    assert not [marker.place for marker in secrets if marker.in_json in as_json + as_page]


async def test_once_she_is_erased_nothing_of_it_is_found_but_what_the_page_named(
    markers: list[Marker],
    anna: Visitor,
    database: Database,
    mailserver: MailServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    await mailserver.collect(anna.shop)
    page = await anna.open("/my/data")
    await anna.press(page, "Erase my account")
    async with database.writing() as session:
        await session.execute(update(Erasure).where(Erasure.done_at.is_(None)).values(due_at=clock.now()))
    await erase_due(database, PERSONAL)

    left = await dump(database)
    stays = {marker for marker in markers if marker.in_dump in left}
    assert {marker.place for marker in stays} == {marker.place for marker in named(markers)}
    assert "Order 1001" in page.words
    assert "What you allowed and withdrew" in page.words
    assert await rows_of(database, "subjects", "people", "outbox", "sign_ins") == []
    gone = [str(marker.value) for marker in markers if marker not in stays and isinstance(marker.value, str)]
    assert found_in(tmp_path, gone) == []
    said = capsys.readouterr()
    assert [text for text in (*gone, EMAIL, "Annabella") if text in said.out + said.err] == []


def named(markers: Collection[Marker]) -> list[Marker]:
    """What is to stay: of orders what the books need, of the things that were bought their titles, and the ledger."""
    books = [each for each in markers if each.column.table.name in BOOKS and each.tag.purpose == "books"]
    return [
        *(each for each in books if each.column.name != "content" or each.part == "title"),
        *(each for each in markers if each.column.table.name in LEDGER),
    ]


async def dump(database: Database) -> str:
    """Every value in every table."""
    return "\n".join(map(str, await rows_of(database, *Base.metadata.tables)))


async def rows_of(database: Database, *tables: str) -> list[tuple[object, ...]]:
    async with database.reading() as session:
        return [
            tuple(map(str, row))
            for table in tables
            for row in (await session.execute(select(Base.metadata.tables[table]))).all()
        ]


def found_in(folder: Path, texts: Collection[str]) -> list[str]:
    """Which of the texts stand in some file: in SQLite's, in its log, or in any other."""
    files = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    return [text for text in texts if any(text.encode() in content for content in files)]
