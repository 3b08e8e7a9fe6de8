"""The ledger of permissions: what was allowed after which text, what became of it, and that nobody can change it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent import queries
from accounts.consent.actions import Restricted, end_grant, grant, use
from accounts.consent.models import Grant, Notice, Subject, Use, Withdrawal
from accounts.consent.notices import kept_notice, notice_of
from accounts.consent.purposes import ASKED, FEED, LEARN, NEWS, Purpose
from accounts.consent.queries import history_of, live_grant, live_grants, standing_grants, subject_of, uses_of
from accounts.identity.people import new_person
from app.core import clock
from app.core.database import Database
from tests.accounts.conftest import ANNA, BEN

HOW = "the tests"


@pytest.fixture
async def anna_id(database: Database) -> int:
    return await person(database, ANNA)


@pytest.fixture
async def ben_id(database: Database) -> int:
    return await person(database, BEN)


async def person(database: Database, email: str) -> int:
    async with database.writing() as session:
        made = await new_person(session, email, "en")
        assert made is not None
    return made.id


async def allow(database: Database, person_id: int, purpose: Purpose = LEARN, locale: str = "en") -> int:
    """The id of the grant."""
    async with database.writing() as session:
        return (await grant(session, person_id, notice_of(purpose, locale), HOW)).id


async def take_back(database: Database, person_id: int, purpose: Purpose = LEARN) -> bool:
    async with database.writing() as session:
        return await end_grant(session, person_id, purpose, HOW)


async def allowed(database: Database, person_id: int) -> set[str]:
    async with database.reading() as session:
        return set(await live_grants(session, person_id))


async def count(session: AsyncSession, table: type[Grant] | type[Notice] | type[Subject]) -> int:
    return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_before_she_allows_anything_nothing_is_and_she_has_no_pseudonym(database: Database, anna_id: int):
    assert not await allowed(database, anna_id)
    async with database.reading() as session:
        assert await subject_of(session, anna_id) is None


async def test_what_she_allowed_stands_there_with_the_very_text_she_read(database: Database, anna_id: int):
    given = await allow(database, anna_id, locale="ru")
    async with database.reading() as session:
        (past,) = await history_of(session, anna_id, None, 5)

    assert past.grant.id == given
    assert past.grant.method == HOW
    assert past.grant.expires_at - past.grant.granted_at == LEARN.lasts
    assert kept_notice(past.notice) == notice_of(LEARN, "ru")
    assert kept_notice(past.notice).hash == past.notice.hash
    assert past.withdrawal is None


async def test_each_purpose_stands_by_itself_and_each_person_for_themselves(
    database: Database, anna_id: int, ben_id: int
):
    await allow(database, anna_id, LEARN)
    await allow(database, ben_id, NEWS)

    assert await allowed(database, anna_id) == {"learn"}
    assert await allowed(database, ben_id) == {"news"}
    async with database.reading() as session:
        assert await live_grant(session, anna_id, FEED) is None


async def test_allowed_twice_it_is_one_grant_also_when_both_come_at_once(database: Database, anna_id: int):
    first = await asyncio.gather(*(allow(database, anna_id) for _ in range(4)))
    again = await allow(database, anna_id, locale="ru")

    assert {*first, again} == {again}
    async with database.reading() as session:
        assert (await count(session, Grant), await count(session, Subject), await count(session, Notice)) == (1, 1, 1)


async def test_withdrawn_it_is_allowed_no_more_and_can_be_allowed_anew(database: Database, anna_id: int):
    first = await allow(database, anna_id)
    assert await take_back(database, anna_id)
    assert not await allowed(database, anna_id)
    assert not await take_back(database, anna_id)
    second = await allow(database, anna_id)

    assert second != first
    assert await allowed(database, anna_id) == {"learn"}
    async with database.reading() as session:
        newest, oldest = await history_of(session, anna_id, None, 5)
        assert [past.grant.id for past in await history_of(session, anna_id, second, 5)] == [first]
    assert (newest.withdrawal, oldest.withdrawal is None) == (None, False)


async def test_withdrawing_one_leaves_the_others(database: Database, anna_id: int):
    for purpose in ASKED:
        await allow(database, anna_id, purpose)
    await take_back(database, anna_id, NEWS)

    assert await allowed(database, anna_id) == {purpose.code for purpose in ASKED} - {"news"}


async def test_after_two_years_it_ends_by_itself(database: Database, anna_id: int):
    await allow(database, anna_id)
    for days, still in ((729, {"learn"}), (731, set())):
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            assert await allowed(database, anna_id) == still
            if not still:
                assert not await take_back(database, anna_id)


async def test_a_text_that_says_more_ends_what_rests_on_the_older_one(
    database: Database, anna_id: int, monkeypatch: pytest.MonkeyPatch
):
    await allow(database, anna_id, LEARN)
    await allow(database, anna_id, NEWS)
    say_more = tuple(replace(each, notice=2, holds_from=2) if each is LEARN else each for each in ASKED)
    monkeypatch.setattr(queries, "ASKED", say_more)

    assert await allowed(database, anna_id) == {"news"}


async def test_while_all_use_is_stopped_nothing_is_allowed_nor_can_be(database: Database, anna_id: int):
    await allow(database, anna_id)
    async with database.writing() as session:
        subject = await subject_of(session, anna_id)
        assert subject is not None
        subject.restricted_at = clock.now()

    assert not await allowed(database, anna_id)
    with pytest.raises(Restricted):
        await allow(database, anna_id, NEWS)
    async with database.reading() as session:
        assert set(await standing_grants(session, anna_id)) == {"learn"}
    assert await take_back(database, anna_id)


async def test_each_use_is_counted_where_it_belongs(database: Database, anna_id: int):
    learn, news = await allow(database, anna_id, LEARN), await allow(database, anna_id, NEWS)
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        async with database.writing() as session:
            for fact in (None, 7):
                use(session, learn, "serve build:ebike", fact)
        last = clock.now()
    async with database.reading() as session:
        assert await uses_of(session, [learn, news]) == {learn: (2, last)}
        assert await uses_of(session, []) == {}


@pytest.mark.parametrize("table", [Notice, Grant, Withdrawal, Use], ids=lambda table: table.__tablename__)
@pytest.mark.parametrize("verb", ["UPDATE {} SET {column} = {column}", "DELETE FROM {}"], ids=["changed", "removed"])
async def test_nothing_in_it_can_be_changed_or_removed(
    database: Database, anna_id: int, table: type[Notice] | type[Grant], verb: str
):
    given = await allow(database, anna_id)
    async with database.writing() as session:
        use(session, given, "learn spec:K7Q4M2XR9DT")
    await take_back(database, anna_id)
    statement = verb.format(table.__tablename__, column=next(iter(table.__table__.columns)).name)

    with pytest.raises(DBAPIError, match="append-only"):
        async with database.writing() as session:
            await session.execute(text(statement))
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(table)) == 1
