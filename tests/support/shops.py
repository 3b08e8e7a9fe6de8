"""The shop as people meet it: the real command, in a process of its own, with the demo shop in it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 60
REVIEWER = "irina@shop.example"
"""Who reviews the orders of the shop that all journeys share."""


@dataclass(frozen=True)
class Shop:
    """A running shop: its address, and the folder with its database."""

    address: str
    folder: Path

    def publish(self, file: Path) -> None:
        """What the shop's people do at a terminal while it is open."""
        self.run("publish", str(file))

    def run(self, *arguments: str) -> None:
        """One of the shop's commands."""
        subprocess.run(command(*arguments), cwd=ROOT, env=environment(self.folder), check=True)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A running demo shop, the same for all journeys that leave its products alone."""
    with opened(tmp_path_factory.mktemp("shop")) as shop:
        shop.run("staff", "add", REVIEWER, "--role", "reviewer")
        yield shop


@pytest.fixture
def own_shop(tmp_path: Path) -> Iterator[Shop]:
    """A demo shop for one journey, which may publish."""
    with opened(tmp_path) as shop:
        yield shop


@contextmanager
def opened(folder: Path, **settings: str) -> Iterator[Shop]:
    """Start the shop, and close it at the end."""
    port = free_port()
    log = folder / "log"
    with log.open("w") as output:
        env = environment(folder, **demo_on(port), **settings)
        process = subprocess.Popen(command("run"), cwd=ROOT, env=env, stdout=output, stderr=output)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_open(process, address, log)
            yield Shop(address, folder)
        finally:
            process.terminate()
            process.wait(timeout=20)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "app.cli", *arguments]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    outer = {name: value for name, value in os.environ.items() if not name.startswith("ATELIER_")}
    return {**outer, "ATELIER_DATA": str(folder), **settings}


def demo_on(port: int) -> dict[str, str]:
    """The settings of a demo shop on this port; its payment server takes any other."""
    return {"ATELIER_DEMO": "1", "ATELIER_PORT": str(port), "ATELIER_DEMO_PAYMENT_PORT": str(free_port())}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_open(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{address}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"the shop did not open:\n{log.read_text()}")
