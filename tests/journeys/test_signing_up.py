"""Anna makes an account from the shop's letter: by keyboard, without scripts, and in Russian."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import OpenPage, next_page
from tests.support.buyers import email_of
from tests.support.letters import PASSWORD, follow_letter, sign_up
from tests.support.scenes.specs import spec_of_own

FAR = 40


@pytest.fixture
def email() -> str:
    return email_of("anna")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called this."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        words = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()")
        if words.startswith(name):
            return
    pytest.fail(f"no Tab leads to {name}")


@pytest.mark.parametrize("script", [True, False])
def test_she_signs_up_by_keyboard_and_finds_her_spec(open_page: OpenPage, email: str, script: bool):
    page = open_page("/static/img/mark.svg")
    spec_of_own(page, "en")
    spec = page.url
    if not script:
        page = reopened_without_script(open_page, page)
    page.goto("/en/signup")
    tab_to(page, "Your e-mail")
    page.keyboard.type(email)
    with next_page(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")

    follow_letter(page, email)
    tab_to(page, "Your name")
    page.keyboard.type("Anna")
    tab_to(page, "A password")
    page.keyboard.type(PASSWORD)
    with next_page(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this yours?")
    tab_to(page, "These are mine")
    with next_page(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Good day, Anna.")

    tab_to(page, "What you saved")
    with next_page(page):
        page.keyboard.press("Enter")
    expect(
        page.get_by_role("link").filter(has_text=page_code(spec)).or_(page.get_by_text(page_code(spec))).first
    ).to_be_visible()


def reopened_without_script(open_page: OpenPage, page: Page) -> Page:
    """A browser without scripts that has the cookies of another one."""
    other = open_page("/en", script=False)
    other.context.add_cookies([{**cookie} for cookie in page.context.cookies()])  # type: ignore[typeddict-item]
    return other


def page_code(spec: str) -> str:
    return spec.rpartition("/")[2]


def test_a_link_from_the_mail_signs_her_in_on_her_phone(open_page: OpenPage, email: str):
    sign_up(open_page("/ru"), "ru", email)
    phone = open_page("/ru/signin", script=False)
    phone.get_by_label("Ваша почта").fill(email)
    with next_page(phone):
        phone.get_by_role("button", name="Прислать ссылку").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Загляните в почту")

    follow_letter(phone, email, earlier=1)
    link = phone.url
    with next_page(phone):
        phone.get_by_role("button", name="Войти").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Добрый день.")
    expect(phone.get_by_role("link", name="Моя страница")).to_be_visible()

    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Этой ссылкой уже воспользовались")


def test_she_signs_out_and_the_next_one_sees_nothing_of_hers(open_page: OpenPage, email: str):
    page = open_page("/en")
    sign_up(page, "en", email)
    with next_page(page):
        page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    page.goto("/en/my")
    expect(page.get_by_text("You are here as a guest.")).to_be_visible()
    page.goto("/en/my/sessions")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
