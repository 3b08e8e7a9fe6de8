"""A profile system of the smallest kind: takes identify and track in Segment's form, and shows what it has.

    python receiver.py --port 9100 --key secret --data receiver.sqlite3

It counts nothing twice: whoever sends a message again, since no answer came, sends it with the same `messageId`. It
needs nothing but Python, and listens on this machine alone. See README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from hmac import compare_digest
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LARGEST = 500_000
"""Bytes of one request."""
WAYS = {"/v1/batch": None, "/v1/identify": "identify", "/v1/track": "track"}
TABLES = """
CREATE TABLE IF NOT EXISTS messages (place INTEGER PRIMARY KEY, id TEXT UNIQUE, user TEXT, type TEXT, at TEXT);
CREATE TABLE IF NOT EXISTS profiles (user TEXT PRIMARY KEY, preferences TEXT, at TEXT);
CREATE TABLE IF NOT EXISTS events (place INTEGER PRIMARY KEY, user TEXT, event TEXT, properties TEXT, at TEXT);
"""


class Refusal(Exception):
    """The request is not taken; `status` and the reason are the answer."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def check(message: Any) -> None:
    """Raise ``Refusal`` for what is no identify or track."""
    if not isinstance(message, dict) or message.get("type") not in ("identify", "track"):
        raise Refusal(400, "a message is an object of type identify or track")
    for name in ("messageId", "userId", "timestamp"):
        if not isinstance(message.get(name), str) or not 0 < len(message[name]) <= 100:
            raise Refusal(400, f"{name} is missing")
    try:
        datetime.fromisoformat(message["timestamp"])
    except ValueError:
        raise Refusal(400, "timestamp is no moment of ISO 8601") from None
    if message["type"] == "track" and not (isinstance(message.get("event"), str) and message["event"]):
        raise Refusal(400, "event is missing")
    if not isinstance(message.get("traits" if message["type"] == "identify" else "properties", {}), dict):
        raise Refusal(400, "traits and properties are objects")


def take(store: sqlite3.Connection, message: dict[str, Any]) -> None:
    """Keep a message, unless it was taken before."""
    who, at = message["userId"], message["timestamp"]
    seen = (message["messageId"], who, message["type"], at)
    if not store.execute("INSERT OR IGNORE INTO messages (id, user, type, at) VALUES (?, ?, ?, ?)", seen).rowcount:
        return
    if message["type"] == "track":
        said = json.dumps(message.get("properties", {}), ensure_ascii=False)
        store.execute(
            "INSERT INTO events (user, event, properties, at) VALUES (?, ?, ?, ?)", (who, message["event"], said, at)
        )
    elif "preferences" in message.get("traits", {}):
        said = json.dumps(message["traits"]["preferences"], ensure_ascii=False)
        store.execute("INSERT OR REPLACE INTO profiles VALUES (?, ?, ?)", (who, said, at))


def page(store: sqlite3.Connection) -> Iterator[str]:
    """All there is, for whoever is curious."""
    yield '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
    yield "<title>What the profile system has</title><h1>What the profile system has</h1><h2>Preferences</h2>"
    for user, preferences, at in store.execute("SELECT user, preferences, at FROM profiles ORDER BY at DESC"):
        yield f"<h3>{escape(user)}</h3><p>as of {escape(at)}</p><pre>{pretty(preferences)}</pre>"
    yield "<h2>What people did, newest first</h2>"
    newest = "SELECT user, event, properties, at FROM events ORDER BY place DESC LIMIT 200"
    for user, event, properties, at in store.execute(newest):
        yield f"<h3>{escape(event)}</h3><p>{escape(user)}, {escape(at)}</p><pre>{pretty(properties)}</pre>"
    yield "</html>"


def pretty(text: str) -> str:
    """JSON for people."""
    return escape(json.dumps(json.loads(text), ensure_ascii=False, indent=2))


class Receiver(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    timeout = 30

    def __init__(self, *connection: Any, data: Path, key: str) -> None:
        self.data = data
        self.login = f"Basic {b64encode(f'{key}:'.encode()).decode()}"
        super().__init__(*connection)

    def do_GET(self) -> None:
        """The page; only by an address of this machine, so that no other site's name leads a browser here."""
        if self.path != "/" or self.headers.get("Host", "").rpartition(":")[0] not in ("127.0.0.1", "localhost"):
            self.answer(404, b"Nothing is here.\n")
            return
        with closing(sqlite3.connect(self.data)) as store:
            self.answer(200, "".join(page(store)).encode(), "text/html; charset=utf-8")

    def do_POST(self) -> None:
        """Take all messages of a request, or none."""
        try:
            messages = self.messages()
            with closing(sqlite3.connect(self.data)) as store, store:
                for message in messages:
                    take(store, message)
        except Refusal as refusal:
            self.close_connection = True  # what it says may not have been read to its end
            self.answer(refusal.status, json.dumps({"success": False, "error": str(refusal)}).encode())
        else:
            self.answer(200, b'{"success": true}')

    def messages(self) -> list[dict[str, Any]]:
        """What is sent, checked. Raises ``Refusal``."""
        if self.path not in WAYS:
            raise Refusal(404, "there are /v1/batch, /v1/identify and /v1/track")
        if not compare_digest(self.headers.get("Authorization", "").encode(), self.login.encode()):
            raise Refusal(401, "the write key is wrong")
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or len(length) > 9 or int(length) > LARGEST:
            raise Refusal(413, f"a request says how long it is, at most {LARGEST} bytes")
        try:
            body = json.loads(self.rfile.read(int(length)))
            json.dumps(body, ensure_ascii=False).encode()  # half a character is no text
        except (ValueError, RecursionError):
            raise Refusal(400, "this is no JSON") from None
        kind = WAYS[self.path]
        found = body.get("batch") if isinstance(body, dict) and kind is None else [body]
        if not isinstance(found, list):
            raise Refusal(400, "a batch is a list")
        messages = [{"type": kind, **each} if kind and isinstance(each, dict) else each for each in found]
        for message in messages:
            check(message)
        return messages

    def answer(self, status: int, body: bytes, media_type: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "default-src 'none'")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Say nothing: what came stands in the data, what is wrong in the answers."""


def main() -> None:
    options = argparse.ArgumentParser(description="A profile system of the smallest kind.")
    options.add_argument("--port", type=int, default=9100, help="on this machine; 0 takes any that is free")
    options.add_argument("--key", default=os.environ.get("RECEIVER_KEY"), help="the write key, or RECEIVER_KEY")
    options.add_argument("--data", type=Path, default=Path("receiver.sqlite3"), help="where all of it is kept")
    options.add_argument("--until-eof", action="store_true", help="end when the standard input does")
    told = options.parse_args()
    if not told.key:
        options.error("a key is needed")
    with closing(sqlite3.connect(told.data)) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.executescript(TABLES)
    with ThreadingHTTPServer(("127.0.0.1", told.port), partial(Receiver, data=told.data, key=told.key)) as server:
        server.daemon_threads = True
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        if told.until_eof:
            threading.Thread(target=lambda: (sys.stdin.buffer.read(), server.shutdown()), daemon=True).start()
        with suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    main()
