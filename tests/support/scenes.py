"""The pages of the shop in the states worth looking at; each scene brings a browser there, in either language."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.configurators import Configurator

UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"


def visit(page: Page, address: str, status: int = 200) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, f"{address} answers {answer.status}"


def home(page: Page, language: str) -> None:
    visit(page, f"/{language}")


def build_unfolded(page: Page, language: str) -> None:
    """Every question open, with tiles in every state: chosen, implied, default, open, blocked for many reasons."""
    visit(page, f"/{language}/build/ebike?c=frame.step,drive.hub8,bags.rear:2")
    page.evaluate(UNFOLD)


def conflict(page: Page, language: str) -> None:
    visit(page, f"/{language}/build/ebike?c=frame.step,drive.hub8&want=drive.belt8#conflict")


def kept_back(page: Page, language: str) -> None:
    """Choices that could not be kept, of a version that is not known."""
    visit(page, f"/{language}/build/ebike?c=frame.step,drive.belt8,frame.bamboo,inseam:80&v=0123456789ab")


def mistake(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/build/ebike")
    with Configurator(page).reply():
        page.locator("#inseam-entry").fill("110")
        page.locator("#inseam-entry").press("Tab")


def spec_of_own(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/build/ebike?base=express&c=bags.rear:2")
    with Configurator(page).reply():
        page.locator("#inseam-entry").fill("96")
        page.locator("#inseam-entry").press("Tab")
    page.locator(".slip-actions [formaction$='/specs']").click()
    expect(page.locator(".spec-head")).to_be_visible()


def spec_changed(page: Page, language: str) -> None:
    spec_of_own(page, language)
    page.locator(".spec-price form[action*='/changes'] button").click()
    expect(page.locator(".slip-stub .code")).to_have_count(1)


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
    page.locator(f"#{field} button").click()
    page.wait_for_load_state()


def spec_deleted(page: Page, language: str) -> None:
    spec_of_own(page, language)
    spec = page.url
    page.locator(".spec-own form[action$='/deletion'] button").click()
    page.wait_for_load_state()
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
        page.locator(".spec-own form[action$='/copies'] button").click()
        page.wait_for_load_state()
    page.locator(".spec-own form[action$='/deletion'] button").click()
    expect(page.locator(".note.done")).to_be_visible()


def not_found(page: Page, language: str) -> None:
    visit(page, f"/{language}/nowhere", 404)


def interface(page: Page, language: str) -> None:
    visit(page, f"/{language}/schema")


SCENES: dict[str, Callable[[Page, str], None]] = {
    scene.__name__.replace("_", " "): scene
    for scene in (
        home,
        build_unfolded,
        conflict,
        kept_back,
        mistake,
        spec_of_own,
        spec_changed,
        spec_of_another,
        spec_named,
        spec_deleted,
        my_specs_without_any,
        my_specs,
        not_found,
        interface,
    )
}
