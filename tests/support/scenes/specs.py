"""Saved specs."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support.browsers import next_page
from tests.support.scenes.visiting import fill_in, visit


def spec_of_own(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/build/ebike?base=express&c=bags.rear:2")
    fill_in(page, "#inseam-entry", "96")
    with next_page(page):
        page.locator(".slip-actions [formaction$='/specs']").click()
    expect(page.locator(".spec-head")).to_be_visible()


def spec_changed(page: Page, language: str) -> None:
    spec_of_own(page, language)
    with next_page(page):
        page.locator(".spec-price form[action*='/changes'] button").click()
    expect(page.locator(".slip-code .code")).to_have_count(1)


def spec_of_another(page: Page, language: str) -> None:
    spec_of_own(page, language)
    page.context.clear_cookies()
    page.reload()


def spec_named(page: Page, language: str) -> None:
    """With a name and a note, every form open, and a mistake in one."""
    spec_of_own(page, language)
    spec = page.url
    write(page, "name", "Papa's / Для папы")
    write(page, "note", "Ask him about the bags.\nСпросить про сумки.")
    write(page, "name", "x" * 81)
    page.locator(".spec-own").evaluate("own => own.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.url == f"{spec}/name"


def write(page: Page, field: str, text: str) -> None:
    """Open a form of the spec's owner, fill it in and send it."""
    page.locator(f"#{field} summary").click()
    page.locator(f"#{field}-field").fill(text)
    with next_page(page):
        page.locator(f"#{field} button").click()


def spec_deleted(page: Page, language: str) -> None:
    spec_of_own(page, language)
    spec = page.url
    with next_page(page):
        page.locator(".spec-own form[action$='/deletion'] button").click()
    visit(page, spec)


def my_specs_without_any(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/my/specs")


def my_specs(page: Page, language: str) -> None:
    """Two that are saved, one of them with a name and a note, and one just deleted."""
    spec_of_own(page, language)
    write(page, "name", "Papa's / Для папы")
    write(page, "note", "Ask him about the bags.\nСпросить про сумки.")
    for _ in range(2):
        with next_page(page):
            page.locator(".spec-own form[action$='/copies'] button").click()
    with next_page(page):
        page.locator(".spec-own form[action$='/deletion'] button").click()
    expect(page.locator(".note.done")).to_be_visible()


def compared(page: Page, language: str) -> None:
    """One of her own with its measure, as it stands now, and a code that is none."""
    spec_of_own(page, language)
    code = page.locator(".spec-head .code").inner_text()
    visit(page, f"/{language}/compare?product=ebike&c=frame.step&s={code}&s=00000-00000-0&all=1")
    expect(page.locator(".compare tbody").first).to_be_visible()


SCENES = (
    spec_of_own,
    spec_changed,
    spec_of_another,
    spec_named,
    spec_deleted,
    my_specs_without_any,
    my_specs,
    compared,
)
