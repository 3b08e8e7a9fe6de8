"""A demo shop of its own for what is measured here, and shoppers who click in it at random."""

from __future__ import annotations

import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial", "Accept-Encoding": "br", "Sec-Fetch-Site": "same-origin"}


@dataclass
class Form(HTMLParser):
    """The fields of the configurator's form as a browser would send them, kept up to date by replies."""

    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    """Radio buttons that could be picked: value to field."""
    multipart: bool = False
    """Whether it is sent in parts, as a form with files in it is."""

    def __post_init__(self) -> None:
        super().__init__()
        self._select = ""
        self._blocked = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "div" and "tile" in given.get("class", "").split():
            self._blocked = given.get("data-state") == "blocked"
        self.multipart |= given.get("enctype") == "multipart/form-data"
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

    def sent(self, **changes: str) -> dict[str, Any]:
        """What a browser sends for it, with some fields changed, as arguments of a request."""
        fields = {**self.fields, **changes}
        return {"files": {name: (None, text) for name, text in fields.items()}} if self.multipart else {"data": fields}

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


def fetch(client: httpx.Client, method: str, url: str, **rest: Any) -> tuple[httpx.Response, int]:
    """An answer and its bytes over the wire, headers apart."""
    with client.stream(method, url, **rest) as answer:
        answer.read()
    return answer, answer.num_bytes_downloaded


@dataclass
class Figures:
    """What each answer cost: milliseconds of the server's processors and by the clock, and kilobytes."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    size: list[float] = field(default_factory=list)

    def measure(self, server: Server, client: httpx.Client, method: str, url: str, **rest: Any) -> httpx.Response:
        """Ask, and note what it cost."""
        before, begun = server.cpu(), time.perf_counter()
        answer, size = fetch(client, method, url, **rest)
        self.wall.append((time.perf_counter() - begun) * 1000)
        self.cpu.append((server.cpu() - before) * 1000)
        self.size.append(size / 1000)
        answer.raise_for_status()
        return answer

    def line(self, name: str) -> str:
        """All of it in one line."""
        parts = [name.ljust(8), f"{len(self.cpu)} clicks"]
        for label, values, unit in (("cpu", self.cpu, "ms"), ("wall", self.wall, "ms"), ("reply", self.size, "KB")):
            p50, p95 = quantiles(values)
            parts.append(f"{label} p50 {p50:.1f} p95 {p95:.1f} max {max(values):.1f} {unit}")
        return "  ".join(parts)


def quantiles(values: Sequence[float]) -> tuple[float, float]:
    """The median, and what 95 of 100 are not above."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def walk(server: Server, client: httpx.Client, product: str, seed: int, clicks: int, figures: Figures) -> None:
    """One shopper opens the page and clicks at random; of two with the same seed the second sees nothing new."""
    chance = random.Random(seed)
    form = Form()
    form.feed(client.get(f"/build/{product}").text)
    for _ in range(clicks):
        picked = chance.choice(sorted(form.choices))
        sent = form.sent(**{form.choices[picked]: picked})
        answer = figures.measure(server, client, "POST", f"/build/{product}", **sent, headers=PARTIAL)
        form.choices.pop(picked, None)
        form.feed(answer.text)


def stroll(server: Server, client: httpx.Client, product: str, seed: int, pages: int, figures: Figures) -> None:
    """One shopper without JavaScript: each option that they pick at random leads to a page of its own."""
    chance, form = random.Random(seed), Form()
    form.feed(client.get(f"/build/{product}").text)
    for _ in range(pages):
        chosen = ",".join(filter(None, (form.fields["c"], chance.choice(sorted(form.choices)))))
        address = f"/build/{product}?c={chosen}&v={form.fields['v']}"
        answer = figures.measure(server, client, "GET", address, headers={"Accept-Encoding": "br"})
        form = Form()
        form.feed(answer.text)
