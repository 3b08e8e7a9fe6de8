"""Ways of looking at a page that many scenes share."""

from playwright.sync_api import Page

from tests.support.browsers import next_page
from tests.support.configurators import Configurator

UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"


def visit(page: Page, address: str, status: int = 200) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, f"{address} answers {answer.status}"


def fill_in(page: Page, field: str, text: str) -> None:
    """Fill in a field of the configurator and have it taken over, with script by leaving it, without by Enter."""
    page.locator(field).fill(text)
    if page.locator("html.js").count():
        with Configurator(page).reply():
            page.locator(field).press("Tab")
    else:
        with next_page(page):
            page.locator(field).press("Enter")
