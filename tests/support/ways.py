"""Ways of handling pages: by keys alone, by a finger, and by a mouse in a browser that runs no script."""

from __future__ import annotations

from abc import ABC, abstractmethod

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import next_page
from tests.support.configurators import Configurator

FAR = 400
"""So many times Tab is pressed before we say that it leads nowhere."""


class Way(ABC):
    """One way of handling a page; controls are named by CSS selectors."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @abstractmethod
    def follow(self, selector: str) -> None:
        """A link or button that leads to another page."""

    @abstractmethod
    def choose(self, option: str, group: str) -> None:
        """A radio button of the configurator, the next one to what is chosen in its group."""

    @abstractmethod
    def answer(self, field: str, text: str) -> None:
        """A field of the configurator, and have it taken over."""

    @abstractmethod
    def write(self, field: str, text: str) -> None:
        """A field of a form that is sent as a whole."""

    @abstractmethod
    def pick(self, field: str, value: str) -> None:
        """A line of a list."""


class Keyboard(Way):
    """Tab, arrows, letters and Enter."""

    def _tab_to(self, selector: str) -> None:
        for _ in range(FAR):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"no Tab leads to {selector}")

    def follow(self, selector: str) -> None:
        self._tab_to(selector)
        with next_page(self.page):
            self.page.keyboard.press("Enter")

    def choose(self, option: str, group: str) -> None:
        self._tab_to(f"[name='{group}']:checked")
        with Configurator(self.page).reply():
            self.page.keyboard.press("ArrowDown")
        expect(self.page.locator(option)).to_be_focused()

    def answer(self, field: str, text: str) -> None:
        self._tab_to(field)
        self.page.keyboard.type(text)
        with Configurator(self.page).reply():
            self.page.keyboard.press("Tab")

    def write(self, field: str, text: str) -> None:
        self._tab_to(field)
        self.page.keyboard.type(text)

    def pick(self, field: str, value: str) -> None:
        self._tab_to(field)
        self.page.keyboard.type(self.page.locator(f"{field} option[value={value}]").inner_text())


class Finger(Way):
    """Taps, and the keys of a phone."""

    def follow(self, selector: str) -> None:
        with next_page(self.page):
            self.page.locator(selector).first.tap()

    def choose(self, option: str, group: str) -> None:
        with Configurator(self.page).reply():
            self.page.locator(f".tile:has({option}) label").tap()

    def answer(self, field: str, text: str) -> None:
        self.page.locator(field).tap()
        self.page.keyboard.type(text)
        with Configurator(self.page).reply():
            self.page.keyboard.press("Tab")

    def write(self, field: str, text: str) -> None:
        self.page.locator(field).tap()
        self.page.keyboard.type(text)

    def pick(self, field: str, value: str) -> None:
        self.page.locator(field).select_option(value)


class NoScript(Way):
    """Links and buttons of a browser that runs no script."""

    def follow(self, selector: str) -> None:
        with next_page(self.page):
            self.page.locator(selector).first.click()

    def choose(self, option: str, group: str) -> None:
        self.page.locator(option).check()
        self.follow(".slip-update")

    def answer(self, field: str, text: str) -> None:
        self.page.locator(field).fill(text)
        with next_page(self.page):
            self.page.locator(field).press("Enter")

    def write(self, field: str, text: str) -> None:
        self.page.locator(field).fill(text)

    def pick(self, field: str, value: str) -> None:
        self.page.locator(field).select_option(value)
