"""Ways of looking at a page that many scenes share."""

from playwright.sync_api import Page

UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"


def visit(page: Page, address: str, status: int = 200) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, f"{address} answers {answer.status}"
