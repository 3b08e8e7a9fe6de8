"""Where scenes are played: in one browser for all of them, since to open one takes longer than most scenes do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browsers import DESKTOP, listen
from tests.support.scenes import SCENES
from tests.support.shops import Shop

Play = Callable[..., Page]

# Chromium says so of a font that an earlier page has left in its memory.
FROM_MEMORY = "was preloaded using link preload but not used"


class Stage:
    """A page that runs scripts and one that does not, and what either complained of."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.complaints: list[str] = []
        self._browser = browser
        self._address = address
        self._pages: dict[bool, Page] = {}

    def play(self, scene: str, language: str, *, script: bool = True) -> Page:
        """Bring a page there: seen by day on a desktop, in a browser that the shop does not know yet."""
        if script not in self._pages:
            self._pages[script] = self._opened(script)
        page = self._pages[script]
        page.context.clear_cookies()
        page.set_viewport_size(DESKTOP)
        page.emulate_media(color_scheme="light")
        SCENES[scene](page, language)
        return page

    def _opened(self, script: bool) -> Page:
        context = self._browser.new_context(
            base_url=self._address,
            java_script_enabled=script,
            locale="en-GB",
            viewport=DESKTOP,
            reduced_motion="reduce",
        )
        listen(context, self._address, self.complaints)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    def close(self) -> None:
        for page in self._pages.values():
            page.context.close()


@pytest.fixture(scope="package")
def stage(browser: Browser, shop: Shop) -> Iterator[Stage]:
    """The stage of all scenes."""
    stage = Stage(browser, shop.address)
    yield stage
    stage.close()


@pytest.fixture
def play(stage: Stage) -> Iterator[Play]:
    """Plays a scene: ``play("cart", "ru", script=False)``. As with ``open_page``, a complaint fails the test."""
    yield stage.play
    complaints = [each for each in stage.complaints if FROM_MEMORY not in each]
    stage.complaints.clear()
    assert not complaints, "\n".join(complaints)
