"""The demo's mailbox in a browser: letters arrive by themselves, and their links are followed."""

from __future__ import annotations

import re
from html import unescape
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import next_page

PASSWORD = "four quiet herons bicker"
MAILBOX = "/en/demo/mail"
OUR_OWN = {"Sec-Fetch-Site": "same-origin"}
_newcomers = count(1)


def newcomer(name: str, language: str) -> str:
    """An address that has no account yet, however often the same is played in one shop."""
    return f"{name}-{next(_newcomers)}-{language}@example.org"


def find_letter(page: Page, to: str, earlier: int = 0) -> None:
    """Wait until one more letter to a reader lies in the mailbox than `earlier`, and open the newest there."""
    wait_for_letter(page, to, earlier)
    page.goto(MAILBOX)
    with next_page(page):
        page.get_by_role("row").filter(has_text=to).get_by_role("link").first.click()


def wait_for_letter(page: Page, to: str, earlier: int = 0) -> str:
    """The page of the newest letter to a reader, once more than `earlier` are there; the browser stays where it is."""
    for _ in range(200):
        if len(rows := _rows_of(page, to)) > earlier:
            return _address_in(rows[0])
        page.wait_for_timeout(50)
    pytest.fail(f"no letter comes to {to}")


def follow_letter(page: Page, to: str, earlier: int = 0) -> None:
    """Open the newest letter to a reader, once more than `earlier` are there, and go where its button leads."""
    find_letter(page, to, earlier)
    with next_page(page):
        page.locator(".letter-text a").first.click()


def letters_to(page: Page, to: str) -> int:
    """How many letters to a reader lie in the mailbox already."""
    return len(_rows_of(page, to))


def _rows_of(page: Page, to: str) -> list[str]:
    """The lines of the mailbox that tell of letters to a reader, newest first."""
    return [row for row in page.request.get(MAILBOX).text().split("<tr")[1:] if to in row]


def _address_in(html: str, part: str = "") -> str:
    """Where the first link leads whose address contains this."""
    found = re.search(rf'href="([^"]*{re.escape(part)}[^"]*)"', html)
    assert found, f"no link to {part}"
    return unescape(found[1])


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


def make_account(page: Page, language: str, email: str) -> None:
    """Make an account, as `sign_up` does, for a scene that only begins with one: the browser is signed in, and stays
    where it is."""
    _send(page, f"/{language}/signup", email=email)
    letter = page.request.get(wait_for_letter(page, email)).text()
    link = _address_in(letter, "/signup/account?token=")
    _send(page, link, token=link.partition("token=")[2], password=PASSWORD)


def _send(page: Page, to: str, **fields: str) -> None:
    answer = page.request.post(to, form=fields, headers=OUR_OWN)
    assert answer.ok, f"{to} answers {answer.status}"
