"""Chromium for the journeys: Debian's own, found by its name or by ``CHROMIUM``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 560}

# Pages of many browsers share a process: to start one for each takes longer than most pages do.
ARGUMENTS = ["--no-sandbox", "--renderer-process-limit=1", "--disable-site-isolation-trials"]

# What did not load is noted by its answer; the console also counts pages that are meant to be errors, and htmx says
# there what the page itself tells its reader when the line is lost. axe knocks at every frame, also at the one of a
# letter, which is shut in.
TOLD_OTHERWISE = (
    "Failed to load resource",
    "htmx: htmx:error: Failed to fetch",
    "Failed to execute 'postMessage' on 'DOMWindow'",
)

# A control's label is part of its target (WCAG 2.2, 2.5.8).
SMALL_TARGETS = """() => {
  const small = [];
  for (const each of document.querySelectorAll("a, button, input, select, summary")) {
    if (!each.checkVisibility({visibilityProperty: true}) || each.matches(".skip, [aria-hidden=true]")) continue;
    const {width, height} = (each.closest("label") ?? each).getBoundingClientRect();
    if (width < 24 || height < 24) small.push(`${each.outerHTML.slice(0, 90)} ${width} x ${height}`);
  }
  return small;
}"""

AXE_IS_THERE = "typeof axe === 'object'"
RUN_AXE = "async (options) => (await axe.run(options)).violations"

OpenPage = Callable[..., Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        message = "no Chromium here: install it (apt-get install chromium) or name it in CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def find_chromium() -> str | None:
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Opens a page of the shop in a fresh browser: ``open_page("/build/ebike", script=False, viewport=PHONE)``.

    The test fails when any page it opened complains in its console, as it does when the security policy is broken,
    lacks a part, or asks another host for anything.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        path: str = "/",
        *,
        at: str = "",
        script: bool = True,
        locale: str = "en-GB",
        viewport: dict[str, int] = DESKTOP,
        dark: bool = False,
        motion: bool = False,
        touch: bool = False,
        status: int = 200,
    ) -> Page:
        address = at or request.getfixturevalue("shop").address
        context = browser.new_context(
            base_url=address,
            java_script_enabled=script,
            locale=locale,
            viewport=viewport,
            has_touch=touch,
            is_mobile=touch,
            color_scheme="dark" if dark else "light",
            reduced_motion="no-preference" if motion else "reduce",
        )
        contexts.append(context)
        listen(context, address, complaints)
        page = context.new_page()
        page.set_default_timeout(10_000)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path} answers {answer.status}"
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def listen(context: BrowserContext, address: str, complaints: list[str]) -> None:
    """Note down what no page of the shop may do."""

    def note(message: ConsoleMessage) -> None:
        if not message.text.startswith(TOLD_OTHERWISE):
            complaints.append(f"{message.type}: {message.text} ({message.location})")

    def note_missing(answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            complaints.append(f"{answer.url} answers {answer.status}")

    def note_stranger(asked: Request) -> None:
        if asked.url.startswith((f"{address}/", "data:", "blob:")):
            return
        # People leave for the payment page, which is another's, and which asks its own host for what it needs.
        paying = "/pay/" in (asked.url if asked.is_navigation_request() else asked.frame.url)
        if not paying:
            complaints.append(f"another host is asked: {asked.url}")

    context.on("console", note)
    context.on("response", note_missing)
    context.on("request", note_stranger)
    context.on("weberror", lambda error: complaints.append(str(error.error)))


@contextmanager
def next_page(page: Page) -> Iterator[None]:
    """What is done inside leads to another page, or to this one anew: go on when it is there with its styles.

    A click by itself only waits for the first bytes, and keys wait for nothing.
    """
    with page.expect_navigation():
        yield


def accessibility_faults(page: Page, *rules: str, without: Sequence[str] = ()) -> list[str]:
    """What axe finds wrong on a page, one line each, by all its rules but some, or only by these; it needs script."""
    options: dict[str, Any] = {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in without}}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if not page.evaluate(AXE_IS_THERE):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN_AXE, options)
    return [f"{fault['id']}: {fault['help']}: {[node['target'] for node in fault['nodes']]}" for fault in found]


def small_targets(page: Page) -> list[str]:
    """What can be pressed and takes less than 24 pixels either way (WCAG 2.2, 2.5.8), one line each."""
    return list(page.evaluate(SMALL_TARGETS))
