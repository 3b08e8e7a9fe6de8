"""Signing in and up, and the account."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support import letters
from tests.support.browsers import next_page
from tests.support.scenes.visiting import visit


def sign_in(page: Page, language: str) -> None:
    visit(page, f"/{language}/signin")


def sign_in_refused(page: Page, language: str) -> None:
    sign_in(page, language)
    page.locator("#email").fill(f"nobody-{language}@example.org")
    page.locator("#password").fill("wrong")
    with next_page(page):
        page.locator(".sheet .main").click()
    expect(page.locator("#mistakes")).to_be_visible()


def enter(page: Page, language: str, email: str) -> None:
    """Sign in by password."""
    sign_in(page, language)
    page.locator("#email").fill(email)
    page.locator("#password").fill(letters.PASSWORD)
    with next_page(page):
        page.locator(".sheet .main").click()


def sign_up(page: Page, language: str) -> None:
    visit(page, f"/{language}/signup")


def letter_on_its_way(page: Page, language: str) -> None:
    visit(page, f"/{language}/signup/sent")


def link_unknown(page: Page, language: str) -> None:
    visit(page, f"/{language}/signin/link?token=x", 404)


def account_with_a_weak_password(page: Page, language: str) -> None:
    letters.sign_up(page, language, letters.newcomer("weak", language), "passwordpassword")
    expect(page.locator("#mistakes")).to_be_visible()


def my_page_of_a_guest(page: Page, language: str) -> None:
    visit(page, f"/{language}/my")


def my_page(page: Page, language: str) -> None:
    letters.make_account(page, language, letters.newcomer("my", language))
    visit(page, f"/{language}/my")


def my_sessions(page: Page, language: str) -> None:
    """Signed in in two browsers more."""
    email = letters.newcomer("sessions", language)
    letters.make_account(page, language, email)
    for _ in range(2):
        page.context.clear_cookies(name="__Host-session")
        enter(page, language, email)
    visit(page, f"/{language}/my/sessions")


def my_password(page: Page, language: str) -> None:
    """With the old one to be given, and that given wrong."""
    email = letters.newcomer("password", language)
    letters.make_account(page, language, email)
    page.context.clear_cookies(name="__Host-session")
    enter(page, language, email)
    visit(page, f"/{language}/my/password")
    page.locator("#old").fill("wrong")
    with next_page(page):
        page.locator(".sheet .main").click()
    expect(page.locator("#old-error")).to_be_visible()


SCENES = (
    sign_in,
    sign_in_refused,
    sign_up,
    letter_on_its_way,
    link_unknown,
    account_with_a_weak_password,
    my_page_of_a_guest,
    my_page,
    my_sessions,
    my_password,
)
