"""The database: SQLite where nothing is set up, PostgreSQL where it matters.

A request has one transaction (``provide_session``): leaving normally commits, on a redirect too; raising rolls
back, also where it never came to the handler (``end_session``); a failed commit is an answer of 500, since Litestar
leaves the dependency before the first byte is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from sqlite3 import SQLITE_BUSY
from typing import Any

from litestar import Request
from litestar.types import Scope
from sqlalchemy import Connection, DateTime, Dialect, Enum, MetaData, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

OUTGOING = "outgoing"
"""Marks a session that put something into the outbox."""
DEADLOCKS = frozenset(("40001", "40P01"))
"""PostgreSQL's states of a transaction that was ended so that another can go on."""
SESSION = "session"
"""Where a request keeps the session that it was given."""
READING = frozenset(("GET", "HEAD", "OPTIONS"))
SQLITE_PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "busy_timeout = 10000", "secure_delete = ON")


class Base(DeclarativeBase):
    """What every table's class stands on. Constraints are named by one rule, so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so a naive one is never let in, nor given out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def enumerated(kind: type[StrEnum], length: int) -> Enum:
    """The type of a column that holds one of a few words."""
    return Enum(kind, native_enum=False, length=length, values_callable=lambda words: [each.value for each in words])


class Database:
    """An engine and its two kinds of transactions; ``outgoing`` is set whenever one put something into the outbox."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.outgoing = asyncio.Event()
        # SQLite takes its one write lock at the start of a writing transaction: one that reads first and writes
        # later could not be upgraded once somebody else has written.
        writing = self.engine.execution_options(begin="IMMEDIATE")
        self._reader = async_sessionmaker(self.engine, expire_on_commit=False)
        self._writer = async_sessionmaker(writing, expire_on_commit=False)

    def reading(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction that means to read."""
        return _transaction(self._reader)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A transaction that means to write."""
        async with _transaction(self._writer) as session:
            yield session
        if session.info.get(OUTGOING):
            self.outgoing.set()

    async def scrub(self) -> None:
        """Take what was deleted out of SQLite's log as well; where somebody reads, it stays until the next time."""
        if self.engine.dialect.name == "sqlite":
            async with self.engine.execution_options(begin="").connect() as connection:
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()


@asynccontextmanager
async def _transaction(make: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    """A transaction that begins with its first statement, so that a click, which asks nothing, pays for none."""
    session, used = make(), True
    try:
        yield session
        used = session.in_transaction()
        if used:
            await session.commit()
    except BaseException:
        await session.rollback()
        raise
    finally:
        if used:
            async with session:  # closes it, whatever interrupts
                pass


async def provide_session(request: Request[Any, Any, Any]) -> AsyncIterator[AsyncSession]:
    """The request's transaction. It takes no connection before its first statement."""
    database: Database = request.app.state.database
    begin = database.reading if request.method in READING else database.writing
    async with begin() as session:
        request.scope["state"][SESSION] = session
        yield session


async def end_session(error: Exception, scope: Scope) -> None:
    """Roll back and give the connection back, before what was raised is answered.

    Litestar tells a dependency what the handler raised, but not what another dependency did: ours would stay open.
    """
    session: AsyncSession | None = scope["state"].get(SESSION)
    if session is not None:
        await session.close()


async def add_unless_there(session: AsyncSession, row: Base) -> bool:
    """Add a row, unless somebody else has just added one with its key; whether it was added."""
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def is_clash(error: DBAPIError) -> bool:
    """Whether two transactions got in each other's way: a row was taken or went meanwhile, or both waited in vain."""
    state, code = (getattr(error.orig, name, None) for name in ("sqlstate", "sqlite_errorcode"))
    return isinstance(error, IntegrityError) or state in DEADLOCKS or code == SQLITE_BUSY


def make_engine(url: str, *, foreign_keys: bool = True) -> AsyncEngine:
    """An engine with the shop's manners. Migrations of SQLite copy tables, for which its foreign keys must rest."""
    # Parameters are people's words: no error message may carry them into a log.
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"server_settings": {"application_name": "atelier", "jit": "off", "timezone": "UTC"}},
        )
    engine = create_async_engine(url, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", partial(_prepare_sqlite, foreign_keys))
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(foreign_keys: bool, connection: Any, record: object) -> None:
    # The driver's own BEGIN comes too late (before the first write) and leaves schema changes out.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (*SQLITE_PRAGMAS, f"foreign_keys = {foreign_keys:d}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get("begin", "DEFERRED")
    if begin:  # a checkpoint stands outside of any
        connection.exec_driver_sql(f"BEGIN {begin}")
