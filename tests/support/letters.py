"""The demo's mailbox in a browser: letters arrive by themselves, and their links are followed."""

from __future__ import annotations

from itertools import count

from playwright.sync_api import Page, expect

from tests.support.browsers import next_page

PASSWORD = "four quiet herons bicker"
_newcomers = count(1)


def newcomer(name: str, language: str) -> str:
    """An address that has no account yet, however often the same is played in one shop."""
    return f"{name}-{next(_newcomers)}-{language}@example.org"


def find_letter(page: Page, to: str, earlier: int = 0) -> None:
    """Look into the mailbox until one more letter to a reader is there than `earlier`, and open the newest."""
    page.goto("/en/demo/mail")
    letters = page.get_by_role("row").filter(has_text=to)
    for _ in range(40):
        if letters.count() > earlier:
            break
        page.wait_for_timeout(250)
        page.reload()
    with next_page(page):
        letters.get_by_role("link").first.click()


def follow_letter(page: Page, to: str, earlier: int = 0) -> None:
    """Open the newest letter to a reader, once more than `earlier` are there, and go where its button leads."""
    find_letter(page, to, earlier)
    with next_page(page):
        page.locator(".letter-text a").first.click()


def letters_to(page: Page, to: str) -> int:
    """How many letters to a reader lie in the mailbox already."""
    page.goto("/en/demo/mail")
    return page.get_by_role("row").filter(has_text=to).count()


def sign_in(page: Page, language: str, email: str) -> None:
    """Sign in by a link in a letter; earlier letters, whose links are used, may lie in the mailbox."""
    earlier = letters_to(page, email)
    page.goto(f"/{language}/signin")
    page.locator("#email").fill(email)
    with next_page(page):
        page.locator("[formaction$='/signin/links']").click()
    follow_letter(page, email, earlier)
    with next_page(page):
        page.locator("form .btn.main").click()


def sign_up(page: Page, language: str, email: str, password: str = PASSWORD) -> None:
    """Make an account by its letter, in the language's own page; the browser stays where that leads."""
    earlier = letters_to(page, email)
    page.goto(f"/{language}/signup")
    page.locator("#email").fill(email)
    with next_page(page):
        page.locator("form.sheet .btn.main").click()
    follow_letter(page, email, earlier)
    expect(page.locator("#password")).to_be_visible()
    page.locator("#password").fill(password)
    with next_page(page):
        page.locator("form.sheet .btn.main").click()
