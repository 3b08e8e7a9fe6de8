"""Somebody who buys a bike in a browser, in either language; pages are handled by what they say."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from app.core.i18n import translator
from tests.support.browsers import next_page
from tests.support.configurators import amount

ADDRESS = {
    "Name": "Anna Petersen",
    "Street and number": "Ahornweg 7",
    "Postcode": "10115",
    "Town": "Berlin",
}
PEOPLE = itertools.count(1)


def email_of(name: str) -> str:
    """An address of somebody of that name, who is not known in the shop yet."""
    return f"{name}-{next(PEOPLE)}@example.org"


@dataclass(frozen=True)
class Buyer:
    """`page` is their browser, `language` the one they read, `email` theirs alone in the whole shop."""

    page: Page
    language: str
    email: str

    def said(self, text: str, **values: object) -> str:
        """A text of the shop's in their language."""
        return translator(self.language).gettext(text, **values)

    def open(self, path: str) -> None:
        """A page of the shop."""
        answer = self.page.goto(f"/{self.language}{path}")
        assert answer is not None
        assert answer.status == 200, f"{path} answers {answer.status}"

    def press(self, text: str, **values: object) -> None:
        """A button that leads on, by what it says first."""
        label = re.compile("^" + re.escape(plain(self.said(text, **values))))
        with next_page(self.page):
            self.page.get_by_role("button", name=label).first.click()

    def follow(self, text: str) -> None:
        """A link, by what it says."""
        with next_page(self.page):
            self.page.get_by_role("link", name=self.said(text)).first.click()

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile("^" + re.escape(self.said(label))))

    def build(self, path: str = "/build/ebike", inseam: str = "84", plate: str = "") -> None:
        """Build a bike and put it in the cart."""
        self.open(path)
        for field, text in (("inseam", inseam), ("plate", plate)):
            if text:
                self.page.locator(f"#q-{field}").evaluate("each => each.open = true")
                self.page.locator(f"#{field}-entry").fill(text)
        self.press("Put it in the cart")
        self.page.wait_for_url("**/cart")

    def check(self, country: str = "DE") -> str:
        """From the cart to the page on which all is checked; the total that stands there."""
        self.follow("Go to the checkout")
        self.field("Your e-mail").fill(self.email)
        for label, text in ADDRESS.items():
            self.field(label).fill(text)
        self.page.locator("#country").select_option(country)
        self.press("Go on to check it all")
        self.page.wait_for_url("**/checkout/check")
        return self.total()

    def total(self) -> str:
        """The total on the page."""
        return self.page.locator("#total").inner_text()

    def order(self) -> None:
        """Press the button that orders; the payment page opens."""
        self.press("Order and pay")
        self.page.wait_for_url("**/pay/**")

    def pay(self) -> str:
        """Pay on the payment page; the order's number."""
        with next_page(self.page):
            self.page.locator("button[value=card]").click()
        self.page.wait_for_url(re.compile(r"/orders/\d+"))
        self._look_for("We are looking at it")
        return self.number()

    def number(self) -> str:
        """The number of the order whose page is open."""
        found = re.search(r"/orders/(\d+)", self.page.url)
        assert found
        return found[1]

    def wait_for(self, state: str) -> None:
        """Until the order's page says that it stands so. It asks again by itself, also without scripts."""
        expect(self.page.locator(".state b")).to_have_text(self.said(state), timeout=20_000)

    def _look_for(self, state: str) -> None:
        """Open the order's page again and again until it says so, sooner than it would ask by itself."""
        shown = self.page.locator(".state b", has_text=re.compile(f"^{re.escape(self.said(state))}$"))
        for _ in range(50):
            if shown.count():
                return
            self.page.wait_for_timeout(100)
            self.page.reload()
        self.wait_for(state)

    def letter(self, subject: str, **values: object) -> str:
        """The text of the mail to them with this subject, which may take a moment to come."""
        link = self.page.locator("main tr", has_text=self.email).get_by_role(
            "link", name=self.said(subject, **values), exact=True
        )
        for _ in range(50):
            self.open("/demo/mail")
            if link.count():
                break
            self.page.wait_for_timeout(200)
        with next_page(self.page):
            link.first.click()
        return self.page.locator("main").inner_text()


def plain(text: str) -> str:
    """A text with plain spaces, as names of controls have it."""
    return " ".join(text.split())


def same_amount(*texts: str) -> bool:
    """Whether all texts write the same amount."""
    return len({amount(text) for text in texts}) == 1
