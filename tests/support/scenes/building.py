"""The configurator's page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support import letters
from tests.support.browsers import next_page
from tests.support.scenes.visiting import UNFOLD, fill_in, visit


def build_unfolded(page: Page, language: str) -> None:
    """Every question open, with tiles in every state: chosen, implied, default, open, blocked for many reasons."""
    visit(page, f"/{language}/build/ebike?c=frame.step,drive.hub8,bags.rear:2")
    page.evaluate(UNFOLD)


def build_for_anna(page: Page, language: str) -> None:
    """Her inside leg is filled in, and what she likes and what suits her is offered."""
    letters.make_account(page, language, letters.newcomer("builder", language))
    visit(page, f"/{language}/my/permissions")
    for purpose in ("learn", "remember"):
        with next_page(page):
            page.locator(f"#{purpose} button").click()
    visit(page, f"/{language}/build/ebike?c=colour.pine")
    with next_page(page):
        page.locator(".slip-actions [formaction$='/specs']").click()
    visit(page, f"/{language}/my/facts")
    page.locator("#ask-measure\\.inseam").fill("78")
    with next_page(page):
        page.keyboard.press("Enter")
    page.evaluate(UNFOLD)
    with next_page(page):
        page.locator(".ask button[value=tours]").click()
    visit(page, f"/{language}/build/ebike")
    expect(page.locator(".for-you .btn")).to_have_count(3)
    expect(page.locator("#inseam-known")).to_be_visible()


def conflict(page: Page, language: str) -> None:
    """Three ways to have what does not fit."""
    choices = "drive.chain10,bar.flat,extras.kickstand,saddle.leather_black,tyres.t50"
    visit(page, f"/{language}/build/ebike?c={choices}&want=size.xs#conflict")


def kept_back(page: Page, language: str) -> None:
    """Choices that could not be kept, of a version that is not known."""
    visit(page, f"/{language}/build/ebike?c=frame.step,drive.belt8,frame.bamboo,inseam:80&v=0123456789ab")


def mistake(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/build/ebike")
    fill_in(page, "#inseam-entry", "110")


def guide(page: Page, language: str) -> None:
    visit(page, f"/{language}/build/ebike/guide")
    page.locator("input[value=tours]").check()


def guided(page: Page, language: str) -> None:
    """What suits three answers is in, and some of it could not be."""
    visit(page, f"/{language}/build/ebike/guide")
    for answer in ("tours", "upstairs", "never"):
        page.locator(f"input[value={answer}]").check()
    with next_page(page):
        page.locator(".guide .btn.main").click()
    expect(page.locator("#notices .done")).to_be_visible()
    page.evaluate(UNFOLD)


def surprise(page: Page, language: str) -> None:
    visit(page, f"/{language}/build/ebike/surprise?seed=5")


def cheapest(page: Page, language: str) -> None:
    visit(page, f"/{language}/build/ebike/cheapest?c=motor.speed")


def glossary(page: Page, language: str) -> None:
    visit(page, f"/{language}/build/workstation/glossary")


SCENES = (
    build_unfolded,
    build_for_anna,
    conflict,
    kept_back,
    mistake,
    guide,
    guided,
    surprise,
    cheapest,
    glossary,
)
