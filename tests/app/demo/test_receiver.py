"""The example receiver: takes what has Segment's form, counts nothing twice, and shows what it has."""

from __future__ import annotations

import json
import socket
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.receivers import KEY, receiver_in

LOGIN = (KEY, "")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with receiver_in(tmp_path_factory.mktemp("receiver")) as (address, _):
        yield address


def identify(message: str, user: str = "anna", **preferences: Any) -> dict[str, Any]:
    traits = {"preferences": preferences}
    return {"type": "identify", "messageId": message, "userId": user, "timestamp": "2026-11-25T12:00:00.000Z"} | {
        "traits": traits
    }


def track(message: str, event: str, user: str = "anna", **properties: Any) -> dict[str, Any]:
    return {
        "type": "track",
        "messageId": message,
        "userId": user,
        "timestamp": "2026-11-25T12:00:00+00:00",
        "event": event,
        "properties": properties,
    }


def post(address: str, *messages: Any, way: str = "batch") -> int:
    body = {"batch": list(messages)} if way == "batch" else messages[0]
    return httpx.post(f"{address}/v1/{way}", json=body, auth=LOGIN).status_code


def shown(address: str) -> str:
    return httpx.get(f"{address}/").text


def test_what_comes_is_shown(address: str):
    assert post(address, identify("1", colour={"value": "сосна"}), track("2", "Spec Saved", product="ebike")) == 200

    page = shown(address)
    assert "сосна" in page
    assert "Spec Saved" in page
    assert "ebike" in page


def test_what_comes_again_counts_once(address: str):
    assert [post(address, track("twice", "Ordered Twice")) for _ in range(2)] == [200, 200]

    assert shown(address).count("Ordered Twice") == 1


def test_newer_preferences_take_the_place_of_older_ones(address: str):
    post(address, identify("3", "ben", colour={"value": "yellow"}, tyres={"value": "wide"}))
    post(address, identify("4", "ben", colour={"value": "crimson"}))

    page = shown(address)
    assert "crimson" in page
    assert "yellow" not in page
    assert "wide" not in page


def test_single_messages_are_taken_as_well(address: str):
    single = track("5", "By Itself")
    del single["type"]

    assert post(address, single, way="track") == 200
    assert "By Itself" in shown(address)


@pytest.mark.parametrize(
    "message",
    [
        *(None, [], "track", {}),
        {**track("6", "x"), "type": "page"},
        {**track("6", "x"), "messageId": ""},
        {**track("6", "x"), "userId": 7},
        {**track("6", "x"), "timestamp": "yesterday"},
        {**track("6", "x"), "event": None},
        {**track("6", "x"), "properties": []},
        {**identify("6"), "traits": "none"},
    ],
    ids=json.dumps,
)
def test_what_has_another_form_is_refused_and_nothing_of_its_batch_kept(address: str, message: Any):
    assert post(address, track("7", "Beside Nonsense"), message) == 400
    assert "Beside Nonsense" not in shown(address)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"batch": {}}', b"[" * 20_000, b'{"batch": ["\\ud800"]}', b"\xff"]
)
def test_what_is_no_batch_is_refused(address: str, body: bytes):
    assert httpx.post(f"{address}/v1/batch", content=body, auth=LOGIN).status_code == 400


@pytest.mark.parametrize("login", [None, ("another", ""), (KEY, "password")])
def test_who_has_not_the_key_is_refused(address: str, login: tuple[str, str] | None):
    answer = httpx.post(f"{address}/v1/batch", json={"batch": [track("8", "Forged")]}, auth=login)

    assert answer.status_code == 401
    assert "Forged" not in shown(address)


@pytest.mark.parametrize("length", ["600000", "9" * 5000, "-1", "much"])
def test_too_much_is_refused_before_it_comes(address: str, length: str):
    login = b64encode(f"{KEY}:".encode()).decode()
    head = f"POST /v1/batch HTTP/1.1\r\nAuthorization: Basic {login}\r\nContent-Length: {length}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as line:
        line.sendall(head.encode())
        assert line.recv(100).startswith(b"HTTP/1.1 413")


def test_it_speaks_under_no_other_name(address: str):
    """A page of another site could lead a browser here by a name of its own."""
    assert httpx.get(f"{address}/", headers={"Host": "evil.example:80"}).status_code == 404
    assert httpx.get(f"{address}/elsewhere").status_code == 404
    assert httpx.post(f"{address}/v2/batch", json={}, auth=LOGIN).status_code == 404


def test_nothing_that_comes_becomes_part_of_the_page(address: str):
    post(address, track("10", "<script>alert(1)</script>", "<b>", note="</pre><script>"))

    page = shown(address)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_it_keeps_what_it_has(tmp_path: Path):
    with receiver_in(tmp_path) as (address, _):
        post(address, track("1", "Before The Night"))
    with receiver_in(tmp_path) as (address, _):
        post(address, track("1", "Before The Night"))
        assert shown(address).count("Before The Night") == 1
