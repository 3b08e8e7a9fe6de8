"""What is allowed, known and taken along."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support import letters
from tests.support.browsers import next_page
from tests.support.buyers import Buyer
from tests.support.scenes.specs import spec_of_own
from tests.support.scenes.visiting import UNFOLD, visit


def my_permissions(page: Page, language: str) -> None:
    """One allowed, one withdrawn, one tried with an older text; the browser is anonymous, and every text unfolded."""
    letters.make_account(page, language, letters.newcomer("permissions", language))
    visit(page, f"/{language}/my/permissions")
    for button in ("#learn button", "#news button", "#news button", "#browser button"):
        with next_page(page):
            page.locator(button).click()
    page.locator("#remember input").evaluate("field => field.value = 'an older one'")
    with next_page(page):
        page.locator("#remember button").click()
    expect(page.locator(".note.stop")).to_be_visible()
    page.evaluate(UNFOLD)


def my_permissions_of_a_guest(page: Page, language: str) -> None:
    visit(page, f"/{language}/my/permissions")


def my_facts(page: Page, language: str) -> None:
    """One learned, one forgotten for good, a measure, weak signs, and a mistake in a field; all unfolded."""
    letters.make_account(page, language, letters.newcomer("facts", language))
    visit(page, f"/{language}/my/permissions")
    for purpose in ("learn", "remember"):
        with next_page(page):
            page.locator(f"#{purpose} button").click()
    visit(page, f"/{language}/build/ebike?c=colour.pine,bar.riser")
    with next_page(page):
        page.locator(".slip-actions [formaction$='/specs']").click()
    visit(page, f"/{language}/my/facts")
    for button in ("[action$='/forgetting'] button", ".ask button[value=tours]"):
        page.evaluate(UNFOLD)
        with next_page(page):
            page.locator(button).first.click()
    page.locator("#ask-measure\\.inseam").fill("84.3")
    with next_page(page):
        page.keyboard.press("Enter")
    expect(page.locator("#mistakes")).to_be_visible()
    page.evaluate(UNFOLD)


def my_facts_without_any(page: Page, language: str) -> None:
    letters.make_account(page, language, letters.newcomer("no-facts", language))
    visit(page, f"/{language}/my/facts")


def privacy(page: Page, language: str) -> None:
    visit(page, f"/{language}/privacy")
    page.evaluate(UNFOLD)


def joining(page: Page, language: str) -> None:
    spec_of_own(page, language)
    letters.sign_up(page, language, letters.newcomer("joining", language))
    expect(page.locator(".browsers")).to_be_visible()


def my_data_of_a_guest(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/my/data")


def my_data(page: Page, language: str) -> None:
    """With an order that would stay; an erasure was asked for."""
    email = letters.newcomer("data", language)
    letters.make_account(page, language, email)
    buyer = Buyer(page, language, email)
    buyer.build(plate="Annabella")
    buyer.check()
    buyer.order()
    buyer.pay()
    visit(page, f"/{language}/my/data")
    with next_page(page):
        page.locator("form[action$='/my/data/erasure'] .btn").click()
    expect(page.locator(".note.warn")).to_be_visible()


def erased(page: Page, language: str) -> None:
    visit(page, f"/{language}/erased")


SCENES = (
    my_permissions,
    my_permissions_of_a_guest,
    my_facts,
    my_facts_without_any,
    privacy,
    joining,
    my_data_of_a_guest,
    my_data,
    erased,
)
