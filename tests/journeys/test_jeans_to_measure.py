"""Jeans, on a phone: by nine measures, of which one is unusual, and back to a ready size; the same without script."""

import pytest
from playwright.sync_api import expect

from tests.support.browsers import DESKTOP, PHONE, OpenPage, accessibility_faults, next_page
from tests.support.configurators import Configurator, amount, focused
from tests.support.pages import told_by

IVANS = {
    "Waist": ("How far around is your waist?", "1020"),
    "High hip": ("How far around over the hip bones?", "1010"),
    "Low hip": ("How far around where you are widest?", "985"),
    "Rise": ("How far from the front waist, between the legs, to the back?", "700"),
    "Inside leg": ("How long is your inside leg?", "805"),
    "Outside leg": ("How far from the waist to the floor?", "1060"),
    "Thigh": ("How far around is your thigh?", "570"),
    "Knee": ("How far around is your knee?", "385"),
    "Width of the hem": ("How wide shall the hem be, laid flat?", "190"),
}
UNUSUAL = "Your waist is wider than your hips: we will ask how the waistband should sit."


@pytest.fixture
def ivans(open_page: OpenPage) -> Configurator:
    return Configurator(open_page("/en/build/jeans?base=orchard", viewport=PHONE))


def measure(jeans: Configurator, label: str, value: str) -> None:
    """Give one measure."""
    jeans.unfold(label)
    jeans.enter(IVANS[label][0], value)


def test_ivan_measures_himself_and_we_look_at_what_is_unusual(ivans: Configurator):
    ivans.unfold("Your size")
    before = amount(ivans.price.inner_text())
    ivans.choose("Nine measures")
    assert amount(ivans.price.inner_text()) == before + 59_00
    expect(ivans.page.locator("#progress")).to_contain_text("9 need you")

    for label, (_, value) in IVANS.items():
        measure(ivans, label, value)

    expect(ivans.question("Waist")).to_contain_text(UNUSUAL)
    expect(ivans.page.locator(".slip")).to_contain_text("it cannot be sent back")
    expect(ivans.page.locator(".slip")).to_contain_text("Our staff will look at this before it is made.")
    assert "1020" not in told_by(ivans.page.url)
    assert accessibility_faults(ivans.page) == []


def test_ivan_has_had_enough_of_measuring_and_takes_a_ready_size(ivans: Configurator):
    ivans.unfold("Your size")
    before = amount(ivans.price.inner_text())
    ivans.choose("Nine measures")
    measure(ivans, "Waist", "1020")
    ivans.choose("A ready size")

    expect(ivans.conflict).to_contain_text("Waist 1,020 mm")
    ivans.conflict.get_by_role("button", name="Make these changes").first.click()
    expect(ivans.question("Ready size")).to_contain_text("W32")
    assert amount(ivans.price.inner_text()) == before
    expect(ivans.page.locator(".slip")).to_contain_text("14 days to send it back")


def test_measures_that_contradict_each_other_are_asked_for_again(ivans: Configurator):
    ivans.unfold("Your size")
    ivans.choose("Nine measures")
    measure(ivans, "Inside leg", "900")
    measure(ivans, "Outside leg", "1000")

    question = ivans.question("Outside leg")
    expect(question).to_contain_text("at least 150 mm longer than the inside one")
    expect(ivans.page.get_by_label(IVANS["Outside leg"][0])).to_have_value("1000")


def test_vera_measures_herself_without_script(open_page: OpenPage):
    vera = Configurator(open_page("/en/build/jeans?c=fit.measures", script=False, viewport=PHONE))
    for question, value in IVANS.values():
        vera.page.get_by_label(question).fill(value)
    vera.unfold("Monogram")
    vera.page.get_by_label("What shall stand on the label?").fill("В. И.")
    with next_page(vera.page):
        vera.page.get_by_role("button", name="Update the price").click()

    expect(vera.question("Waist")).to_contain_text(UNUSUAL)
    expect(vera.page.locator("#progress")).not_to_contain_text("need you")
    expect(vera.page.locator("#stage svg text")).to_have_text("В. И.")
    assert "1020" not in told_by(vera.page.url)


def test_kim_cuts_a_pair_by_keyboard_and_signs_it(open_page: OpenPage):
    page = open_page("/en/build/jeans", viewport=DESKTOP)
    jeans = Configurator(page)
    page.locator("#cut-straight").focus()
    with jeans.reply():
        page.keyboard.press("ArrowRight")
    with jeans.reply():
        page.keyboard.press("ArrowRight")
    assert focused(page) == "cut-tapered"

    jeans.question("Monogram").locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Kim")
    with jeans.reply():
        page.keyboard.press("Tab")
    expect(page.locator("#stage svg text")).to_have_text("Kim")

    page.get_by_role("button", name="Put it in the cart").focus()
    with next_page(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Tapered. Classic, 13 oz.")
