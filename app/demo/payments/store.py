"""What the payment server remembers, in one small SQLite file: objects, idempotency keys, events to deliver."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any

Object = dict[str, Any]

TABLES = """
CREATE TABLE IF NOT EXISTS objects (id TEXT PRIMARY KEY, kind TEXT, body TEXT, due REAL);
CREATE TABLE IF NOT EXISTS keys (key TEXT PRIMARY KEY, request TEXT, status INTEGER, body TEXT);
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, body TEXT, due REAL, tries INTEGER DEFAULT 0, done INTEGER DEFAULT 0
);
"""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event on its way: its exact bytes, and how often it was tried."""

    id: str
    body: str
    tries: int


class Store:
    """One connection, which the server's thread and a test's may share; each writes inside ``transaction``."""

    def __init__(self, file: Path) -> None:
        self._lock = RLock()
        self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(TABLES)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()

    def put(self, thing: Object, due: float | None = None) -> None:
        """Keep an object as it is now; ``due`` says when something happens to it by itself."""
        self._run(
            "INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?)", thing["id"], thing["object"], json.dumps(thing), due
        )

    def find(self, kind: str, name: str) -> Object | None:
        """The object of that kind and id."""
        rows = self._run("SELECT body FROM objects WHERE kind = ? AND id = ?", kind, name)
        return json.loads(rows[0][0]) if rows else None

    def all(self, kind: str) -> list[Object]:
        """All objects of a kind."""
        return [json.loads(body) for (body,) in self._run("SELECT body FROM objects WHERE kind = ?", kind)]

    def due(self, at: float) -> list[Object]:
        """The objects to which something happens by itself by that moment."""
        return [json.loads(body) for (body,) in self._run("SELECT body FROM objects WHERE due <= ? ORDER BY due", at)]

    def remember(self, key: str, request: str, status: int, body: str) -> None:
        """Keep the answer that was given to a request under a key."""
        self._run("INSERT INTO keys VALUES (?, ?, ?, ?)", key, request, status, body)

    def remembered(self, key: str) -> tuple[str, int, str] | None:
        """The request that came under a key, and the status and body of its answer."""
        rows = self._run("SELECT request, status, body FROM keys WHERE key = ?", key)
        return rows[0] if rows else None

    def forget_keys(self) -> None:
        """As Stripe does after a day."""
        self._run("DELETE FROM keys")

    def forget_everything(self) -> None:
        """As on the first day."""
        for table in ("objects", "keys", "events"):
            self._run(f"DELETE FROM {table}")  # noqa: S608 - names of our own

    def announce(self, event: Object, at: float) -> None:
        """Keep an event that is to be delivered."""
        self._run("INSERT INTO events (id, body, due) VALUES (?, ?, ?)", event["id"], json.dumps(event, indent=2), at)

    def undelivered(self, by: float | None = None) -> list[Delivery]:
        """The events not yet delivered, oldest first; with ``by``, those whose next try is due by then."""
        rows = self._run(
            "SELECT id, body, tries FROM events WHERE done = 0 AND (due <= ?1 OR ?1 IS NULL) ORDER BY number", by
        )
        return [Delivery(*row) for row in rows]

    def delivered(self) -> list[Delivery]:
        """The events that are done with, oldest first."""
        return [
            Delivery(*row) for row in self._run("SELECT id, body, tries FROM events WHERE done = 1 ORDER BY number")
        ]

    def settle(self, event: str) -> None:
        """An event needs no further try."""
        self._run("UPDATE events SET done = 1 WHERE id = ?", event)

    def postpone(self, event: str, until: float) -> None:
        """An event was not taken and is tried again."""
        self._run("UPDATE events SET tries = tries + 1, due = ? WHERE id = ?", until, event)

    def _run(self, statement: str, *values: object) -> list[Any]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()
