"""Mira lays what she saved side by side, with scripts and without, and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_by_keyboard import go_to
from tests.support.browsers import PHONE, OpenPage, next_page


def save(page: Page, address: str) -> str:
    """Save what stands at the address; its code."""
    page.goto(address)
    with next_page(page):
        page.get_by_role("button", name="Save this spec").click()
    return page.locator(".spec-head .code").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_mira_ticks_two_and_sees_what_differs(open_page: OpenPage, script: bool):
    page = open_page("/en/", script=script, viewport=PHONE)
    save(page, "/en/build/ebike?c=colour.pine")
    save(page, "/en/build/ebike?c=colour.fjord")
    page.goto("/en/my/specs")
    for tick in page.locator("input[form=compare]").all():
        tick.check()
    with next_page(page):
        page.get_by_role("button", name="Compare those ticked").click()

    expect(page.locator(".compare tbody")).to_have_count(1)
    expect(page.locator(".compare tbody")).to_contain_text("Pine green")
    with next_page(page):
        page.get_by_role("link", name="Show all of it").click()
    assert page.locator(".compare tbody").count() > 10


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_mira_changes_a_spec_and_asks_what_has_changed(open_page: OpenPage, script: bool):
    page = open_page("/en/", script=script)
    save(page, "/en/build/ebike?c=colour.pine")
    with next_page(page):
        page.get_by_role("button", name="Change this spec").click()
    page.locator("#colour-chalk").locator("xpath=ancestor::details").evaluate(
        "each => each.open = true"
    ) if script else (page.locator("#q-colour summary").click())
    page.locator("#colour-chalk").check()
    with next_page(page):
        page.get_by_role("button", name="What changed since I saved").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("What has changed since you saved it")
    expect(page.locator(".compare tbody")).to_have_count(1)
    expect(page.locator(".compare tbody td").last).to_have_text("Chalk")
    with next_page(page):
        page.locator(".compare thead a").last.click()
    expect(page.locator("#colour-chalk")).to_be_checked()
    expect(page.locator("[name=spec]")).not_to_have_value("")


def test_kim_compares_by_keyboard(open_page: OpenPage):
    page = open_page("/en/")
    code = save(page, "/en/build/ebike?c=colour.pine")
    page.goto("/en/build/ebike?c=colour.chalk")
    go_to(page, "Compare with what I saved")
    with next_page(page):
        page.keyboard.press("Enter")
    page.get_by_label(code).focus()
    page.keyboard.press("Space")
    go_to(page, "Compare")
    with next_page(page):
        page.keyboard.press("Enter")

    expect(page.locator(".compare tbody td")).to_have_text(["Pine green +60.00", "Chalk"])
