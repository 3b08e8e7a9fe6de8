"""The owner of a saved bike, her helper whom she gave its code, and a stranger."""

import pytest

from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor, Welcome

CODE = r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]"
TOLD = {"inseam": "97.5", "rider": "113", "plate": "Annabella"}


@pytest.fixture
def owner(welcome: Welcome) -> Visitor:
    return welcome()


@pytest.fixture
def helper(welcome: Welcome) -> Visitor:
    return welcome()


@pytest.fixture
def stranger(welcome: Welcome) -> Visitor:
    return welcome()


@pytest.fixture
async def spec(owner: Visitor) -> str:
    """The address of the owner's bike, with her measures and her name on it."""
    return await save(owner, "/build/ebike?c=frame.split,colour.pine", **TOLD)


async def save(visitor: Visitor, address: str = "/build/ebike", **changes: str | None) -> str:
    """Fill in the configurator's form and save; the address of the spec."""
    page = await visitor.open(address)
    answer = await visitor.send(page, to="/specs", **changes)
    assert answer.status_code == 303, f"saving answers {answer.status_code}"
    return str(answer.headers["location"])


async def reopened(owner: Visitor, spec: str, revision: str = "") -> Page:
    """The configurator, opened by the button on the spec's page."""
    page = await owner.open(spec + revision)
    (form,) = (form for form in page.all("form") if form["action"].startswith(f"{spec}/changes"))
    answer = await owner.client.post(form["action"], headers=BROWSER)
    assert answer.status_code == 303
    return await owner.open(answer.headers["location"])


async def save_change(owner: Visitor, page: Page, **changes: str | None) -> str:
    """Press the page's own button to save the change."""
    answer = await owner.send(page, to=page.button("Save the change")["formaction"], **changes)
    assert answer.status_code == 303
    return str(answer.headers["location"])
