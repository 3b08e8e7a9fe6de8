"""In the demo, what the shop mails is read in its own mailbox: a letter waits in the outbox and arrives by itself."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect

from app.core.database import Database
from app.core.mail import Letter, send_letter
from tests.support.browsers import PHONE, SMALL, OpenPage, accessibility_faults, next_page
from tests.support.buyers import email_of
from tests.support.shops import Shop

OVERFLOWING = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def letter(shop: Shop) -> Letter:
    """A letter to Anna, put into the outbox by another process than the shop's."""
    anna = email_of("anna")
    letter = Letter(
        subject=f"What the shop makes, for {anna}",
        paragraphs=("Hello Anna,", "the shop is open."),
        rows=(("Opens", "always"),),
        action=("To the shop", f"{shop.address}/en"),
        reason="You get this mail because a test wrote it.",
    )

    async def post() -> None:
        database = Database(f"sqlite+aiosqlite:///{shop.folder / 'atelier.sqlite3'}")
        async with database.writing() as session:
            await send_letter(session, anna, "en", letter)
        await database.close()

    with ThreadPoolExecutor() as aside:  # Playwright's loop runs here
        aside.submit(asyncio.run, post()).result()
    return letter


def find(page: Page, subject: str) -> None:
    """Look into the mailbox until a letter is there, and open it."""
    link = page.get_by_role("link", name=subject)
    for _ in range(20):
        if link.count():
            break
        page.wait_for_timeout(250)
        page.reload()
    with next_page(page):
        link.click()


@pytest.mark.parametrize("script", [True, False])
def test_anna_reads_her_letter_and_follows_it(open_page: OpenPage, shop: Shop, letter: Letter, script: bool):
    page = open_page("/en/demo/mail", script=script)
    find(page, letter.subject)

    expect(page.get_by_role("heading", level=1)).to_have_text(letter.subject)
    expect(page.locator(".letter-text")).to_contain_text("the shop is open.")
    framed = page.frame_locator("iframe")
    expect(framed.get_by_text("the shop is open.")).to_be_visible()

    framed.get_by_role("link", name="To the shop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Made once you have decided.")
    assert page.url == f"{shop.address}/en"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_mailbox_and_letter_are_readable_and_within_reach(
    open_page: OpenPage, shop: Shop, letter: Letter, language: str, dark: bool
):
    page = open_page(f"/{language}/demo/mail", dark=dark)
    assert accessibility_faults(page) == []
    find(page, letter.subject)
    assert accessibility_faults(page) == []
    for viewport in (SMALL, PHONE):
        page.set_viewport_size(viewport)
        assert not page.evaluate(OVERFLOWING), f"wider than {viewport['width']} px"
    assert page.locator("h1").get_attribute("lang") == "en"
