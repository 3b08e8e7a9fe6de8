"""The receiver of ``examples`` as a process, and a line to it on which things go wrong as planned."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import update

from accounts.profile.feed import KIND
from accounts.profile.feed_transport import Feed
from app.core import clock
from app.core.database import Database
from app.core.outbox import Outgoing, Relay
from app.core.settings import Settings
from tests.support.mail import deliver_due
from tests.support.shops import ROOT

PROGRAM = ROOT / "examples" / "receiver" / "receiver.py"
KEY = "write-key"


@dataclass(frozen=True)
class Fault:
    """What becomes of a post: an answer of the line's own, or none at all (`status` 0)."""

    status: int = 0
    retry_after: str = ""
    taken: bool = False
    """The receiver gets the post first; its answer is lost."""
    delay: float = 0
    """Seconds before the answer."""


@dataclass
class ProfileSystem:
    """A receiver at the end of a line; `faults` come one by one, and then all goes well."""

    receiver: str
    data: Path
    address: str = ""
    key: str = KEY
    """What the shop holds for the key."""
    faults: list[Fault] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    """All that was put on the line, whatever became of it."""
    came: threading.Event = field(default_factory=threading.Event)

    @property
    def sent(self) -> list[dict[str, Any]]:
        """Every message that left the shop, as often as it did."""
        return [message for post in self.posts for message in post["batch"]]

    def taken(self, user: str = "%") -> list[str]:
        """The ids of the messages that the receiver counted, in the order in which they came."""
        return [row[0] for row in self._ask("SELECT id FROM messages WHERE user LIKE ? ORDER BY place", user)]

    def events(self, user: str) -> list[str]:
        return [row[0] for row in self._ask("SELECT event FROM events WHERE user = ? ORDER BY place", user)]

    def preferences(self, user: str) -> dict[str, Any] | None:
        """What the receiver has of somebody; None for a stranger."""
        rows = self._ask("SELECT preferences FROM profiles WHERE user = ?", user)
        return dict(json.loads(rows[0][0])) if rows else None

    def _ask(self, statement: str, *values: str) -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(self.data)) as store:
            return store.execute(statement, values).fetchall()

    def settings(self, settings: Settings) -> Settings:
        """Those of a shop whose profile system this is."""
        return replace(settings, feed_url=self.address, feed_key=self.key)

    def relay(self, shop: Litestar) -> Relay:
        database: Database = shop.state.database
        return Relay(database, {KIND: Feed(database, self.settings(shop.state.settings)).send})

    async def collect(self, shop: Litestar) -> int:
        """Have a shop without a running worker send all that is due, and what is to be tried later; how many tries."""
        await make_due(shop.state.database)
        return await deliver_due(self.relay(shop))


async def make_due(database: Database) -> None:
    """As if the pause were over before each row is tried again, and every lease had run out."""
    tried = (Outgoing.done_at.is_(None), Outgoing.failed_at.is_(None), Outgoing.due_at.is_not(None))
    async with database.writing() as session:
        await session.execute(update(Outgoing).where(*tried).values(due_at=clock.now(), leased_until=None))


@contextmanager
def receiver_in(folder: Path, key: str = KEY) -> Iterator[tuple[str, Path]]:
    """The receiver's program at work; its address and its data."""
    data = folder / "receiver.sqlite3"
    command = [sys.executable, str(PROGRAM), "--port", "0", "--data", str(data), "--until-eof"]
    environment = {**os.environ, "RECEIVER_KEY": key}
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process.stdout.readline().decode().strip(), data


@pytest.fixture(scope="session")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """One for all tests: nobody is known to it by the same name twice."""
    with receiver_in(tmp_path_factory.mktemp("receiver")) as found:
        yield found


@pytest.fixture
def profiles(receiver: tuple[str, Path]) -> Iterator[ProfileSystem]:
    """A profile system with a line of the test's own."""
    system = ProfileSystem(*receiver)
    with line_to(system):
        yield system


@contextmanager
def line_to(system: ProfileSystem) -> Iterator[None]:
    """The line, which is there meanwhile."""

    class Line(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fault = system.faults.pop(0) if system.faults else None
            system.posts.append(json.loads(body))
            headers = {name: self.headers[name] for name in ("Authorization", "Content-Type")}
            if fault is None or fault.taken:
                answer = httpx.post(system.receiver + self.path, content=body, headers=headers, verify=False)
            system.came.set()
            if fault is None:
                self.answer(answer.status_code)
                return
            time.sleep(fault.delay)
            if fault.status:
                self.answer(fault.status, fault.retry_after)

        def answer(self, status: int, retry_after: str = "") -> None:
            self.send_response(status)
            if retry_after:
                self.send_header("Retry-After", retry_after)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *said: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *where: object) -> None:
            """Whoever was waiting for the answer has gone."""

    with Server(("127.0.0.1", 0), Line) as server:
        system.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield
        server.shutdown()
