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
    page.locator(".slip-actions .main").click()
    expect(page.locator(".spec-head")).to_be_visible()


def spec_changed(page: Page, language: str) -> None:
    spec_of_own(page, language)
    page.locator(".spec-price .main").click()
    expect(page.locator(".slip-stub .code")).to_have_count(1)


def spec_of_another(page: Page, language: str) -> None:
    spec_of_own(page, language)
    page.context.clear_cookies()
    page.reload()


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
        not_found,
        interface,
    )
}
