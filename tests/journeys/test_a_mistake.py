"""Otto types what cannot be: he is told beside the field and aloud, with the nearest value, and loses nothing."""

import pytest
from playwright.sync_api import expect

from tests.support.browsers import OpenPage
from tests.support.configurators import Configurator

LEG = "How long is your inside leg?"


@pytest.fixture
def otto(open_page: OpenPage) -> Configurator:
    return Configurator(open_page("/en/build/ebike"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("110", "110 cm is more than we can build for. The nearest is 100 cm."),
        ("83.3", "83.3 cm lies between two steps. The nearest is 83.5 cm."),
        ("long", "Please write a number, such as 60 cm."),
    ],
)
def test_he_is_told_the_nearest_value(otto: Configurator, typed: str, told: str):
    field = otto.page.get_by_label(LEG)
    otto.enter(LEG, typed)

    expect(field).to_have_value(typed)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        f"Stand barefoot against a wall, a book pulled up between your legs, "
        f"and measure from the floor to its upper edge. {told}"
    )
    expect(otto.status).to_contain_text(f"Inside leg: {told}")
    expect(otto.question("Inside leg")).to_contain_text("needs you")

    otto.enter(LEG, "83,5")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(otto.status).to_contain_text("Total €")
    expect(otto.status).not_to_contain_text("Inside leg")


def test_a_measure_comes_before_a_choice_that_goes_not_with_it_and_this_is_said(otto: Configurator):
    otto.choose("Step-through, alloy")
    otto.enter(LEG, "98")

    expect(otto.page.get_by_label(LEG)).to_have_value("98")
    expect(otto.notices).to_contain_text("Not everything could be kept. Step-through, alloy: ")
    expect(otto.notices).to_contain_text("We have no jig for this frame in that size; you chose Inside leg 98 cm.")
    expect(otto.status).to_contain_text("Not everything could be kept. Step-through, alloy: ")
    expect(otto.option("Step-through, alloy")).not_to_be_checked()


def test_a_mistake_keeps_nobody_from_choosing_on(otto: Configurator):
    otto.enter(LEG, "110")
    otto.choose("Step-through, alloy")

    expect(otto.option("Step-through, alloy")).to_be_checked()
    expect(otto.page.get_by_label(LEG)).to_have_value("110")
    expect(otto.page.locator(".error")).to_be_visible()


def test_an_engraving_is_counted_and_priced(otto: Configurator):
    otto.unfold("Name plate")
    expect(otto.question("Name plate")).to_contain_text("Up to 18 characters")

    otto.enter("Whose bike is it?", "  Ottos Rad \u200b ")

    expect(otto.question("Name plate")).to_contain_text("“Ottos Rad”")
    expect(otto.status).to_contain_text("39.90 more")
