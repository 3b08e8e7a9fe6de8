"""The configurator's page as a shopper handles it: by what it says, not by how it is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, Response, expect


class Configurator:
    """The page in one browser. Labels are those of the page's language."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.price = page.locator(".slip-total")
        self.status = page.get_by_role("status")
        self.summary = page.locator("#stage h1 + p")
        self.notices = page.locator("#notices")
        self.conflict = page.locator(".change")

    def question(self, label: str) -> Locator:
        """The whole question with this heading."""
        return self.page.locator("details.q").filter(
            has=self.page.locator("h2", has_text=re.compile(rf"^\s*{re.escape(label)}(\s|$)"))
        )

    def unfold(self, label: str) -> Locator:
        """The question, open."""
        question = self.question(label)
        if question.get_attribute("open") is None:
            question.locator("summary").first.click()
        return question

    def option(self, label: str) -> Locator:
        """The radio button, check box or count of an option."""
        words = r"\s".join(map(re.escape, label.split(" ")))  # a unit keeps to its number
        tile = self.page.locator(".tile").filter(has=self.page.locator(".tile-name", has_text=re.compile(f"^{words}$")))
        return tile.locator("input, select")

    def said_of(self, label: str) -> str:
        """What an option's control is described by, for those who cannot see it too."""
        ids = (self.option(label).get_attribute("aria-describedby") or "").split()
        return " ".join(self.page.locator(f"#{each}").inner_text() for each in ids)

    def choose(self, label: str) -> None:
        """Click an option, and wait for the answer."""
        with self.reply():
            self.option(label).click()

    def enter(self, label: str, text: str) -> None:
        """Type into a field and leave it."""
        with self.reply():
            self.page.get_by_label(label).fill(text)
            self.page.get_by_label(label).press("Tab")

    @contextmanager
    def reply(self) -> Iterator[None]:
        """What is done inside makes the page ask the shop; go on when the answer stands on the page."""
        with self.page.expect_response(is_click):
            yield
        expect(self.page.locator(".htmx-request")).to_have_count(0)

    def picture(self) -> str:
        """The picture, in words."""
        return self.page.locator("#stage svg title").text_content() or ""


def is_click(answer: Response) -> bool:
    return answer.request.headers.get("hx-request-type") == "partial"


def amount(text: str) -> int:
    """An amount as it is written, in minor units: ``+1,390.00`` is 139000, ``437,00 меньше`` is -43700."""
    digits = "".join(re.findall(r"\d", text))
    return -int(digits) if re.search(r"−|less|меньше", text) else int(digits)


def focused(page: Page) -> str:
    """The id of what has the focus."""
    return str(page.evaluate("document.activeElement.id"))
