"""What the configurator's pages weigh and how long they take, beside what they are meant to.

    .venv/bin/python bench/page.py [--product ebike] [--clicks 200] [--rounds 3] [--seed 1] [--lighthouse]

Starts a demo shop on an empty folder and has shoppers click in it at random: by HTTP, for the server's processor time
(from the scheduler's own account, Linux only) and the bytes of replies, and in Chromium, for what a first load takes
over the wire and for the time from a click to the paint that shows its reply. `--lighthouse` asks Lighthouse, by npx,
as well.

Each round of HTTP is a new shop with the same shoppers, and of each request the least time counts: what else a machine
does only adds to it. Figures vary with the machine all the same, so it is told first how quick it and its Python are.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import argparse
import json
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from app.core.i18n import LOCALES
from bench.shop import Figures, Form, Server, quantiles, running, stroll, walk
from tests.support.browsers import DESKTOP, accessibility_faults, find_chromium

LIGHTHOUSE = "lighthouse@12.8.2"
RUNS, TRIES = 5, 3
CLICKS_A_SHOPPER = 10
PAINTED = """async (id) => {
  const control = document.getElementById(id), question = control.closest("details");
  question.open = true;
  control.scrollIntoView({block: "center"});
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  await frame();
  await frame();
  const swapped = new Promise((done) => document.addEventListener("htmx:after:swap", done, {once: true}));
  const begun = performance.now();
  control.click();
  await swapped;
  await frame();
  return performance.now() - begun;
}"""
PICKABLE = """() => [...document.querySelectorAll("details.q:not([hidden]) .tile:not([data-state=blocked]) input")]
  .filter((each) => each.type === "checkbox" || !each.checked).map((each) => each.id)"""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure; what is meant to be is at most `most`, or at least `least`."""

    what: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None

    def __str__(self) -> str:
        target = f"<= {self.most:g}" if self.most is not None else f">= {self.least:g}" if self.least else ""
        holds = (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)
        value = f"{self.value:.2f}" if self.value < 10 else f"{self.value:.1f}"
        verdict = "" if not target else "ok" if holds else "MISSED"
        return f"  {self.what:<56}{value:>9} {self.unit:<3} {target:<9} {verdict}".rstrip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--product", action="append", help="only this one; may be given several times")
    parser.add_argument("--clicks", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lighthouse", action="store_true")
    given = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium here: install it (apt-get install chromium) or name it in CHROMIUM")
    if given.lighthouse and shutil.which("npx") is None:
        sys.exit("Lighthouse is run by npx, and there is none: install Node.js 20 or newer, or leave --lighthouse out")
    print(yardstick())
    spent: dict[str, list[Spent]] = {}
    for left in reversed(range(given.rounds)):
        with running() as server:
            for product, found in by_http(server, given.product, given.clicks, given.seed):
                spent.setdefault(product, []).append(found)
            if not left:
                looked_at(server, spent, chromium, given)


def yardstick() -> str:
    """What measures here, and how quick it is at best at what pages do most: to make small things and find them."""
    names = [(number, str(number)) for number in range(200_000)]
    random.Random(1).shuffle(names)
    times = []
    for _ in range(5):
        begun = time.process_time()
        found = {name: [name] for name in names}
        list(map(found.__getitem__, names))
        times.append(time.process_time() - begun)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}: {len(names):,} small things made and found in {min(times) * 1000:.0f} ms"


def looked_at(server: Server, spent: Mapping[str, Sequence[Spent]], chromium: str, given: argparse.Namespace) -> None:
    """Report what was spent, and what browsers find in the shop of the last round."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for product, rounds in spent.items():
            report(product, by_request(rounds))
            report("", in_browser(browser, server.address, product, given.clicks, given.seed))
        browser.close()
    for address in ("/", *(f"/build/{product}" for product in spent)) if given.lighthouse else ():
        report(address, lighthouse(server.address + address, chromium))
    print(f"\nthe server's memory: {server.memory():.0f} MB")


def report(title: str, rows: Iterator[Row]) -> None:
    """Print figures as they come."""
    if title:
        print(f"\n{title}")
    for row in rows:
        print(row, flush=True)


@dataclass(slots=True)
class Spent:
    """What a round's clicks and pages cost: never seen before, and asked for again."""

    clicks: Figures = field(default_factory=Figures)
    clicks_again: Figures = field(default_factory=Figures)
    pages: Figures = field(default_factory=Figures)
    pages_again: Figures = field(default_factory=Figures)
    strolls: Figures = field(default_factory=Figures)
    """Pages of one choice more."""


def by_http(server: Server, products: Sequence[str], clicks: int, seed: int) -> Iterator[tuple[str, Spent]]:
    """Have the shoppers of one round click, and open pages, in some products, or in all there are."""
    with httpx.Client(base_url=server.address, timeout=60) as client:
        products = products or sorted(set(re.findall(r'href="/build/(\w+)', client.get("/").text)))
        for product in products:
            client.get(f"/build/{product}").raise_for_status()
        for product in products:
            spent = Spent()
            for shopper in range(max(clicks // CLICKS_A_SHOPPER, 1)):
                for figures in (spent.clicks, spent.clicks_again):
                    walk(server, client, product, seed * 1000 + shopper, CLICKS_A_SHOPPER, figures)
            for address in addresses(client, product, clicks // 4, seed):
                for figures in (spent.pages, spent.pages_again):
                    figures.measure(server, client, "GET", address, headers={"Accept-Encoding": "br"})
            for shopper in range(max(clicks // CLICKS_A_SHOPPER // 2, 1)):
                stroll(server, client, product, seed * 1000 + 500 + shopper, CLICKS_A_SHOPPER, spent.strolls)
            yield product, spent


def by_request(rounds: Sequence[Spent]) -> Iterator[Row]:
    """Processor time and bytes of replies and of pages; of the times of a request in all rounds the least."""
    yield from _times("a click, never seen: server", [spent.clicks for spent in rounds], 10)
    yield from _times("a click, cached: server", [spent.clicks_again for spent in rounds], 2)
    p50, p95 = quantiles(rounds[0].clicks.size)
    yield Row("a click's reply, median", p50, "KB")
    yield Row("a click's reply, 95 %", p95, "KB", 8)
    yield from _times("a page of one more choice, never seen: server", [spent.strolls for spent in rounds], 12)
    yield from _times("a page of any four choices, never seen: server", [spent.pages for spent in rounds], 12)
    yield from _times("a page, cached: server", [spent.pages_again for spent in rounds], 4)
    yield Row("a page by itself, median", quantiles(rounds[0].pages.size)[0], "KB")


def _times(what: str, rounds: Sequence[Figures], most: float) -> Iterator[Row]:
    p50, p95 = quantiles([min(times) for times in zip(*(figures.cpu for figures in rounds), strict=True)])
    yield Row(f"{what}, median", p50, "ms", most)
    yield Row(f"{what}, 95 %", p95, "ms")


def addresses(client: httpx.Client, product: str, count: int, seed: int) -> Iterator[str]:
    """Addresses of states that were hardly seen before: four options by chance, which may contradict each other."""
    chance, form = random.Random(-seed), Form()
    form.feed(client.get(f"/build/{product}").text)
    for _ in range(max(count, 5)):
        picked = chance.sample(sorted(form.choices), 4)
        yield f"/build/{product}?c={','.join(picked)}&v={form.fields['v']}"


def in_browser(browser: Browser, address: str, product: str, clicks: int, seed: int) -> Iterator[Row]:
    """What a first load takes over the wire; what axe finds; how long a click takes to be painted."""
    for locale in reversed(LOCALES):
        page = browser.new_context(base_url=address, viewport=DESKTOP).new_page()
        requests, size = first_load(page, f"/{locale}/build/{product}")
        yield Row(f"the first load, {locale}, {requests} requests", size, "KB", 60)
    yield Row("faults that axe finds", len(accessibility_faults(page)), "", 0)
    p50, p95 = quantiles(list(painted(page, clicks, seed)))
    yield Row("a click to its paint, median", p50, "ms", 60)
    yield Row("a click to its paint, 95 %", p95, "ms", 120)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    p50, p95 = quantiles(list(painted(page, max(clicks // 4, 5), seed + 1)))
    yield Row("the same on a phone (a quarter of the speed)", p50, "ms", 150)
    yield Row("the same on a phone, 95 %", p95, "ms")
    page.context.close()


def first_load(page: Page, address: str) -> tuple[int, float]:
    """Requests and kilobytes, headers included, of a browser that was never here; it stays at the page."""
    network, sizes = page.context.new_cdp_session(page), list[float]()
    network.on("Network.loadingFinished", lambda finished: sizes.append(finished["encodedDataLength"]))
    network.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    network.detach()
    return len(sizes), sum(sizes) / 1000


def painted(page: Page, clicks: int, seed: int) -> Iterator[float]:
    """Milliseconds from each of some clicks by chance to the paint after its reply."""
    chance = random.Random(seed)
    for _ in range(clicks):
        yield page.evaluate(PAINTED, chance.choice(page.evaluate(PICKABLE)))


def lighthouse(address: str, chromium: str) -> Iterator[Row]:
    """The medians of what Lighthouse gives, out of 1."""
    found: dict[str, list[float]] = {}
    for _ in range(RUNS):
        for name, score in audit(address, chromium).items():
            found.setdefault(name, []).append(score)
    for name, scores in found.items():
        yield Row(f"Lighthouse: {name}", statistics.median(scores), "", None, None if name == "performance" else 0.98)


def audit(address: str, chromium: str) -> dict[str, float]:
    """The scores of one run of Lighthouse, by category; now and then it loses its own recording and is asked again."""
    command = ["npx", "--yes", LIGHTHOUSE, address, "--output=json", "--quiet"]
    command.append("--chrome-flags=--headless=new --no-sandbox")
    for _ in range(TRIES):
        run = subprocess.run(command, env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, text=True)
        if not run.returncode:
            return {name: each["score"] or 0 for name, each in json.loads(run.stdout)["categories"].items()}
    sys.exit(f"Lighthouse did not run: {run.stderr.strip() or run.stdout[-500:]}")


if __name__ == "__main__":
    main()
