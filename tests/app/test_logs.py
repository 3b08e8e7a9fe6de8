"""One line a request, and nothing personal in it."""

import io
import json

import pytest
from httpx import AsyncClient
from litestar import get, post
from litestar.params import JSONBody
from litestar.types import ControllerRouterHandler

from app.core.logs import configure_logging


@pytest.fixture
def probes() -> tuple[ControllerRouterHandler, ...]:
    return (crash, broken)


@pytest.fixture
def lines() -> io.StringIO:
    stream = io.StringIO()
    configure_logging("info", stream)
    return stream


@post("/probe/crash", sync_to_thread=False)
def crash(data: JSONBody[dict[str, str]]) -> None:
    inseam = data["inseam"]
    raise RuntimeError(f"no measure in here, {len(inseam)} characters")


@get("/probe/break", sync_to_thread=False)
def broken() -> None:
    raise RuntimeError("broken")


async def test_a_request_leaves_one_line(client: AsyncClient, lines: io.StringIO):
    await client.get("/ru/nowhere/x%0Ay?c=secret", headers={"Cookie": "__Host-guest=secret", "Authorization": "secret"})

    (line,) = [json.loads(line) for line in lines.getvalue().splitlines() if '"event": "request"' in line]
    assert line["method"] == "GET"
    assert line["path"] == "/ru/nowhere/x%0Ay"
    assert line["status"] == 404
    assert line["ms"] >= 0
    assert "secret" not in lines.getvalue()


async def test_a_crash_is_told_with_its_traceback_and_without_the_readers_words(
    client: AsyncClient, lines: io.StringIO
):
    await client.post("/probe/crash?c=secret", json={"inseam": "secret"}, headers={"X": "secret"})

    (line,) = [json.loads(line) for line in lines.getvalue().splitlines() if '"event": "crash"' in line]
    assert line["route"] == "/probe/crash"
    assert "RuntimeError: no measure in here" in line["exception"]
    assert "secret" not in lines.getvalue()


async def test_when_even_the_error_page_breaks_an_answer_is_given_and_guarded(
    client: AsyncClient, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.web.errors.render", None)
    answer = await client.get("/probe/break")

    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/plain")
    assert "content-security-policy" in answer.headers
    assert '"event": "unanswered"' in lines.getvalue()


async def test_asking_after_its_health_is_not_worth_a_line(client: AsyncClient, lines: io.StringIO):
    await client.get("/healthz")

    assert "/healthz" not in [json.loads(line).get("path") for line in lines.getvalue().splitlines()]
