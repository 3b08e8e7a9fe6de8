"""What a click costs: a scripted shopper against a running demo shop of its own.

    .venv/bin/python bench/click.py [--shoppers 12] [--clicks 10] [--seed 1]

Prints for clicks into states never seen, and for the same clicks again (cached): server CPU (from the scheduler's own
account, Linux only), wall time and compressed bytes per reply; then the first load with everything it fetches, and the
server's memory. Figures vary with the machine: compare two runs on the same one.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # this folder, in which a file is called like the library that httpx needs

import argparse
import os
import random
import re
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial", "Accept-Encoding": "br", "Sec-Fetch-Site": "same-origin"}


@dataclass
class Form(HTMLParser):
    """The fields of the configurator's form as a browser would send them, kept up to date by replies."""

    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    """Radio buttons that could be picked: value to field."""

    def __post_init__(self) -> None:
        super().__init__()
        self._select = ""
        self._blocked = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "div" and "tile" in given.get("class", "").split():
            self._blocked = given.get("data-state") == "blocked"
        name = given.get("name", "")
        match tag, given.get("type", "text"):
            case "input", "radio":
                if "checked" in given:
                    self.fields[name] = given["value"]
                elif not self._blocked:
                    self.choices[given["value"]] = name
                else:
                    self.choices.pop(given["value"], None)
            case "input", "checkbox":
                self.fields.pop(name, None)
                if "checked" in given:
                    self.fields[name] = given["value"]
            case "input", _ if name:
                self.fields[name] = given.get("value", "")
            case "select", _:
                self._select = name
            case "option", _ if "selected" in given:
                self.fields[self._select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._select and self.fields.get(self._select) == "" and data.strip().isdigit():
            self.fields[self._select] = data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


class Server:
    """A demo shop in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes], address: str) -> None:
        self.pid = process.pid
        self.address = address

    def cpu(self) -> float:
        """Seconds of processor time so far, all threads."""
        spent = 0
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            try:
                spent += int((task / "schedstat").read_text().split()[0])
            except FileNotFoundError:
                continue
        return spent / 1e9

    def memory(self) -> float:
        """Resident megabytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0


@contextmanager
def running(**settings: str) -> Iterator[Server]:
    """Start a shop on a free port with an empty database and these settings, and stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        own = {"ATELIER_PORT": str(port), "ATELIER_DATA": folder, "ATELIER_DEMO": "1", "ATELIER_LOG_LEVEL": "error"}
        outer = {name: value for name, value in os.environ.items() if not name.startswith("ATELIER_")}
        command = [sys.executable, "-m", "app.cli", "run"]
        process = subprocess.Popen(command, cwd=ROOT, env=outer | own | settings, stdout=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(600):
                try:
                    httpx.get(f"{address}/readyz").raise_for_status()
                    break
                except httpx.HTTPError:
                    time.sleep(0.1)
            yield Server(process, address)
        finally:
            process.terminate()
            process.wait()


@dataclass
class Figures:
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    size: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        parts = [name.ljust(8), f"{len(self.cpu)} clicks"]
        for label, values, unit in (("cpu", self.cpu, "ms"), ("wall", self.wall, "ms"), ("reply", self.size, "KB")):
            ordered = sorted(values)
            p95 = ordered[int(len(ordered) * 0.95)]
            parts.append(f"{label} p50 {statistics.median(ordered):.1f} p95 {p95:.1f} max {ordered[-1]:.1f} {unit}")
        return "  ".join(parts)


def fetch(client: httpx.Client, method: str, url: str, **rest: object) -> tuple[httpx.Response, int]:
    """An answer and its bytes over the wire, headers apart."""
    with client.stream(method, url, **rest) as answer:
        answer.read()
    return answer, answer.num_bytes_downloaded


def walk(server: Server, client: httpx.Client, seed: int, clicks: int, figures: Figures) -> None:
    """One shopper: opens the page and clicks at random, then the same form is not seen again."""
    chance = random.Random(seed)
    form = Form()
    form.feed(client.get("/build/ebike", params={"base": chance.choice(["everyday", "city", "express"])}).text)
    for _ in range(clicks):
        picked = chance.choice(sorted(form.choices))
        sent = {**form.fields, form.choices[picked]: picked}
        before, begun = server.cpu(), time.perf_counter()
        answer, size = fetch(client, "POST", "/build/ebike", data=sent, headers=PARTIAL)
        figures.wall.append((time.perf_counter() - begun) * 1000)
        figures.cpu.append((server.cpu() - before) * 1000)
        figures.size.append(size / 1000)
        answer.raise_for_status()
        form.choices.pop(picked, None)
        form.feed(answer.text)


def first_load(client: httpx.Client) -> tuple[int, float]:
    """Requests and kilobytes of /build/ebike with all that a browser fetches for it."""
    page, total = fetch(client, "GET", "/build/ebike", headers={"Accept-Encoding": "br"})
    needed = dict.fromkeys(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    for path in needed:
        total += fetch(client, "GET", path, headers={"Accept-Encoding": "br"})[1]
    return 1 + len(needed), total / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shoppers", type=int, default=12)
    parser.add_argument("--clicks", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with running() as server, httpx.Client(base_url=server.address, timeout=30) as client:
        client.get("/build/ebike")
        unseen, cached = Figures(), Figures()
        for number in range(given.shoppers):
            for figures in (unseen, cached):
                walk(server, client, given.seed * 1000 + number, given.clicks, figures)
        print(unseen.line("unseen"))
        print(cached.line("cached"))
        requests, size = first_load(client)
        print(f"first load  {requests} requests, {size:.1f} KB")
        print(f"memory  {server.memory():.0f} MB")


if __name__ == "__main__":
    main()
