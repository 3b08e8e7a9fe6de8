"""Lev would rather be asked: with scripts and without, by mouse and by keyboard, it comes to the same."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.test_by_keyboard import go_to
from tests.support.browsers import PHONE, OpenPage, next_page
from tests.support.configurators import Configurator, focused
from tests.support.pages import told_by


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_lev_answers_two_questions_and_changes_his_mind(open_page: OpenPage, language: str, script: bool):
    page = open_page(f"/{language}/", script=script, viewport=PHONE)
    with next_page(page):
        page.locator("article a[href$='/build/ebike/guide']").click()
    page.locator("input[value=tours]").check()
    page.locator("input[value=never]").check()
    with next_page(page):
        page.locator(".guide .btn.main").click()

    notice = page.locator("#notices")
    expect(notice).to_contain_text({"en": "From your answers", "ru": "По вашим ответам"}[language])
    tags = page.locator(".tile-tag", has_text={"en": "From your answers", "ru": "По вашим ответам"}[language])
    assert tags.count() == len(re.findall(",", page.locator("[name=c]").input_value())) + 1

    with Configurator(page).reply() if script else next_page(page):
        notice.get_by_role("link", name={"en": "Undo", "ru": "Отменить"}[language], exact=True).click()
    expect(page.locator("[name=c]")).to_have_value("")
    expect(notice).to_be_empty()


def test_kim_is_guided_by_keyboard(open_page: OpenPage):
    page = open_page("/en/build/ebike?c=frame.mixte")
    go_to(page, "Help me choose")
    with next_page(page):
        page.keyboard.press("Enter")
    go_to(page, "I leave this one")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("To work and back")).to_be_checked()
    go_to(page, "Choose for me")
    with next_page(page):
        page.keyboard.press("Enter")

    expect(page.locator("#notices")).to_contain_text("Mudguards")
    assert "c=frame.mixte,extras.mudguards" in page.url


def test_a_click_after_the_guide_takes_the_notice_away_and_back_brings_it_back(open_page: OpenPage):
    page = open_page("/en/build/ebike/guide")
    page.get_by_label("To work and back").check()
    with next_page(page):
        page.get_by_role("button", name="Choose for me").click()
    lev = Configurator(page)
    lev.choose("Step-through, alloy")
    expect(lev.notices).to_be_empty()

    page.go_back()
    expect(lev.notices).to_contain_text("From your answers")


def test_what_was_agreed_to_is_undone_where_one_stands(open_page: OpenPage):
    page = open_page("/en/build/ebike")
    ines = Configurator(page)
    ines.choose("Step-through, alloy")
    before, price = page.url, ines.price.inner_text()
    ines.unfold("Drive")
    ines.choose("Belt, 8-speed hub")
    assert focused(page) == "conflict"
    with ines.reply():
        ines.conflict.get_by_role("link", name="Make these changes").click()
    expect(ines.notices).to_contain_text("Your changes are made.")
    expect(ines.price).not_to_have_text(price)

    with ines.reply():
        ines.notices.get_by_role("link", name="Undo").click()
    expect(ines.price).to_have_text(price)
    expect(ines.notices).to_be_empty()
    assert page.url == before


def test_the_focus_goes_back_to_what_was_asked_for_by_who_keeps_theirs(open_page: OpenPage):
    page = open_page("/en/build/ebike?c=frame.diamond")
    ines = Configurator(page)
    ines.unfold("Drive")
    ines.choose("Belt, 8-speed hub")
    with ines.reply():
        ines.conflict.get_by_role("link", name="Keep mine, change nothing").click()

    expect(ines.conflict).to_have_count(0)
    assert focused(page) == "drive-belt8"
    expect(ines.option("Chain, 10 speeds")).to_be_checked()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_measure_in_the_way_is_taken_back_and_had_again(open_page: OpenPage, script: bool):
    page = open_page("/en/build/ebike", script=script)
    ines, inseam = Configurator(page), page.get_by_label("How long is your inside leg?")

    def settled(change: Callable[[], None]) -> None:
        """Change something, and see the answer, which without scripts a button asks for."""
        if script:
            with ines.reply():
                change()
        else:
            change()
            with next_page(page):
                page.locator(".slip-update").click()

    inseam.fill("97")
    settled(inseam.blur)
    ines.unfold("Size")
    settled(page.locator("#size-xs").click)
    with next_page(page):
        page.get_by_role("button", name="Make these changes").click()
    expect(inseam).to_have_value("")
    expect(page.locator("#size-xs")).to_be_checked()

    with next_page(page):
        page.locator("#notices").get_by_role("button", name="Undo").click()
    expect(inseam).to_have_value("97")
    assert "97" not in told_by(page.url)


def test_the_step_in_which_one_is_is_marked(open_page: OpenPage):
    page = open_page("/en/build/ebike")
    current = page.locator(".strip [aria-current=step]")
    assert current.get_attribute("href") == "#q-frame"

    kim = Configurator(page)
    kim.unfold("Saddle")
    kim.choose("Sport")

    assert current.get_attribute("href") == "#q-saddle"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_chance_and_the_cheapest_are_looked_at_before_they_are_taken(open_page: OpenPage, script: bool):
    page = open_page("/en/build/ebike?c=frame.mixte", script=script)
    with next_page(page):
        page.get_by_role("button", name="Surprise me").click()
    first = page.locator(".slip-total").inner_text()
    with next_page(page):
        page.get_by_role("link", name="Another one").click()
    page.go_back()
    expect(page.locator(".slip-total")).to_have_text(first)
    with next_page(page):
        page.get_by_role("link", name="Keep mine, change nothing").click()
    with next_page(page):
        page.get_by_role("button", name="Cheapest that has what I chose").click()
    cheapest = page.locator(".slip-total").inner_text()
    with next_page(page):
        page.get_by_role("link", name="Take this one").click()

    expect(page.locator(".slip-total")).to_have_text(cheapest)
    expect(page.locator("#frame-mixte")).to_be_checked()
