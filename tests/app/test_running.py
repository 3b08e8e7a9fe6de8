"""Processes of the shop: whom they believe about an address, and how they end."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from httpx import ASGITransport, AsyncClient
from litestar.types import Receive, Scope, Send

from app.cli import main
from app.core.settings import Settings
from app.running import web_config
from tests.support.shops import ROOT, command, demo_on, environment, free_port, wait_until_open

FORWARDED = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}


async def caller(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that answers with whom it takes for its caller."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": json.dumps(scope["client"][0]).encode()})


async def seen(settings: Settings, caller_address: str) -> str:
    config = web_config(caller, settings)
    config.load()
    transport = ASGITransport(config.loaded_app, client=(caller_address, 40_000))
    async with AsyncClient(transport=transport, base_url="http://shop.example") as client:
        return str((await client.get("/", headers=FORWARDED)).json())


async def test_nobody_is_believed_about_an_address_unless_named(settings: Settings):
    assert await seen(settings, "127.0.0.1") == "127.0.0.1"


async def test_a_trusted_proxy_is_believed_about_its_own_caller_alone(settings: Settings):
    trusting = replace(settings, trusted_proxies=("10.0.0.0/8", "127.0.0.1"))

    assert await seen(trusting, "10.1.2.3") == "198.51.100.7"
    assert await seen(trusting, "127.0.0.1") == "198.51.100.7"
    assert await seen(trusting, "192.0.2.1") == "192.0.2.1"


async def test_a_chain_of_trusted_proxies_is_followed_to_its_end(settings: Settings):
    trusting = replace(settings, trusted_proxies=("10.0.0.1", "198.51.100.7"))

    assert await seen(trusting, "10.0.0.1") == "203.0.113.9"


@contextmanager
def started(folder: Path, *arguments: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the command meanwhile, its words in the folder's log."""
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        command(*arguments), cwd=ROOT, env=environment(folder, **settings), stdout=log, stderr=subprocess.STDOUT
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        log.close()


def ended(process: subprocess.Popen[bytes], by: signal.Signals) -> float:
    """Seconds until it ended, which it must do as one that was asked to."""
    told = time.monotonic()
    process.send_signal(by)
    assert process.wait(timeout=20) == 0
    return time.monotonic() - told


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_the_whole_shop_starts_and_ends_cleanly(tmp_path: Path, by: signal.Signals):
    port = free_port()
    with started(tmp_path, "run", **demo_on(port)) as process:
        wait_until_open(process, f"http://127.0.0.1:{port}", tmp_path / "log")
        assert httpx.get(f"http://127.0.0.1:{port}/demo/mail").status_code == 200
        profiles = profile_system(tmp_path / "log")
        assert "What the profile system has" in httpx.get(profiles).text
        with httpx.Client() as lingering:  # a browser keeps its line open
            lingering.get(f"http://127.0.0.1:{port}/healthz")
            assert ended(process, by) < 5

    assert not answers(profiles)
    said = (tmp_path / "log").read_text()
    assert said.count("Atelier is open at") == 1
    assert "Traceback" not in said
    assert '"level": "error"' not in said


def test_the_demos_profile_system_does_not_outlive_a_shop_that_is_killed(tmp_path: Path):
    port = free_port()
    with started(tmp_path, "run", **demo_on(port)) as process:
        wait_until_open(process, f"http://127.0.0.1:{port}", tmp_path / "log")
        profiles = profile_system(tmp_path / "log")

    deadline = time.monotonic() + 20
    while answers(profiles):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def profile_system(log: Path) -> str:
    """The address that the shop told at its start."""
    (found,) = re.findall(r"Its profile system +(\S+)", log.read_text())
    return str(found)


def answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.TransportError:
        return False


def test_a_payment_port_that_is_taken_is_said_and_nothing_is_opened(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        own = demo_on(free_port()) | {"ATELIER_DEMO_PAYMENT_PORT": str(taken.getsockname()[1])}
        with started(tmp_path, "run", **own) as process:
            assert process.wait(timeout=120) == 1

    said = (tmp_path / "log").read_text()
    assert "ATELIER_DEMO_PAYMENT_PORT is" in said
    assert "is open" not in said
    assert "Traceback" not in said


def test_the_web_and_the_worker_are_two_processes_where_that_is_wanted(tmp_path: Path):
    assert CliRunner().invoke(main, ["migrate"], env={"ATELIER_DATA": str(tmp_path)}).exit_code == 0
    port = free_port()
    web_folder, worker_folder = tmp_path / "web", tmp_path / "worker"
    for folder in (web_folder, worker_folder):
        folder.mkdir()
    base = {"ATELIER_DATA": str(tmp_path)}
    with (
        started(web_folder, "serve", ATELIER_PORT=str(port), **base) as web,
        started(worker_folder, "worker", **base) as worker,
    ):
        wait_until_open(web, f"http://127.0.0.1:{port}", web_folder / "log")
        wait_until_said(worker_folder / "log", "it waits in the outbox")
        assert httpx.get(f"http://127.0.0.1:{port}/demo/mail").status_code == 404
        assert ended(worker, signal.SIGTERM) < 5
        assert ended(web, signal.SIGTERM) < 5

    assert "Traceback" not in (web_folder / "log").read_text() + (worker_folder / "log").read_text()


def wait_until_said(log: Path, words: str) -> None:
    deadline = time.monotonic() + 20
    while words not in log.read_text():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
