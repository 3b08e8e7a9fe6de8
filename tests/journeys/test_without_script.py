"""Everything the shop offers works without script, page by page: one form, an "Update" button, links that restore every
state."""

import itertools

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import OpenPage, next_page
from tests.support.configurators import Configurator, amount
from tests.support.pages import told_by
from tests.support.scenes import SCENES
from tests.support.stage import Play

UPDATE = "Update the price"
# Controls that are there to see and would do nothing without script, and words that only a script would show.
DEAD = """() => {
  const seen = (each) => each.checkVisibility({visibilityProperty: true});
  const leads = (each) => each.matches("a") ? each.getAttribute("href") : each.form && each.type !== "button";
  const controls = [...document.querySelectorAll("main a, main button")].filter((each) => seen(each) && !leads(each));
  const hidden = [...document.querySelectorAll("main [hidden]")].filter((each) => each.textContent.trim());
  return [...controls, ...hidden].map((each) => each.outerHTML.slice(0, 120));
}"""
MAIN = "main .btn.main, main form:not(.build) .btn"


@pytest.mark.parametrize(("scene", "language"), list(zip(SCENES, itertools.cycle(("en", "ru")))))
def test_every_page_reads_whole_and_does_its_work(play: Play, scene: str, language: str):
    page = play(scene, language, script=False)

    expect(page.locator("main h1").first).to_be_visible()
    assert page.evaluate(DEAD) == []
    button = page.locator(MAIN).locator("visible=true").first
    if button.count():
        with page.expect_navigation() as led:
            button.click()
        answer = led.value
        assert answer is not None
        assert answer.status in (200, 409, 422), f"{answer.url} answers {answer.status}"
        expect(page.locator("h1").first).to_be_visible()


@pytest.fixture
def vera(open_page: OpenPage) -> Page:
    """Vera's browser runs no script."""
    return open_page("/en/build/ebike", script=False)


def update(page: Page) -> None:
    with next_page(page):
        page.get_by_role("button", name=UPDATE).click()


def test_a_change_is_sent_by_its_button(vera: Page):
    bike = Configurator(vera)
    before = amount(bike.price.inner_text())
    bike.option("Step-through, alloy").check()
    update(vera)

    assert amount(bike.price.inner_text()) < before
    assert "Step-through, alloy" in bike.picture()
    assert "c=frame.step" in vera.url


def test_several_changes_go_at_once(vera: Page):
    bike = Configurator(vera)
    bike.option("Mixte, steel").check()
    bike.unfold("Bags")
    bike.option("Rear bag, 20 l").select_option("2")
    vera.get_by_label("How long is your inside leg?").fill("81")
    update(vera)

    expect(bike.option("Mixte, steel")).to_be_checked()
    expect(bike.question("Bags")).to_contain_text("2 × Rear bag, 20 l")
    expect(vera.get_by_label("How long is your inside leg?")).to_have_value("81")
    assert "81" not in told_by(vera.url)


def test_a_blocked_option_leads_to_what_must_change(vera: Page):
    bike = Configurator(vera)
    bike.option("Step-through, alloy").check()
    update(vera)
    bike.unfold("Drive")
    before = amount(bike.price.inner_text())
    bike.option("Belt, 8-speed hub").check()
    update(vera)

    expect(bike.conflict).to_be_in_viewport()
    difference = amount(bike.conflict.locator(".sum .money").inner_text())
    expect(bike.option("Belt, 8-speed hub")).not_to_be_checked()
    with next_page(vera):
        vera.get_by_role("link", name="Make these changes").click()

    assert amount(bike.price.inner_text()) == before + difference
    assert "Belt, 8-speed hub" in bike.picture()


def test_a_mistake_says_the_nearest_value_and_keeps_what_was_typed(vera: Page):
    field = vera.get_by_label("How long is your inside leg?")
    field.fill("110")
    update(vera)

    expect(field).to_have_value("110")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(vera.get_by_text("110 cm is more than we can build for. The nearest is 100 cm.")).to_be_visible()


def test_saving_and_changing_work_the_same(vera: Page, open_page: OpenPage):
    bike = Configurator(vera)
    vera.get_by_label("How long is your inside leg?").fill("81")
    bike.option("Step-through, alloy").check()
    with next_page(vera):
        vera.get_by_role("button", name="Save this spec").click()

    expect(vera.get_by_role("row", name="Frame Step-through, alloy")).to_be_visible()
    expect(vera.get_by_role("row", name="Inside leg 81 cm")).to_be_visible()
    link = vera.get_by_role("link", name="Link to this page").get_attribute("href") or ""

    with next_page(vera):
        vera.get_by_role("button", name="Change this spec").click()
    bike.unfold("Saddle")
    bike.option("Sport").check()
    with next_page(vera):
        vera.get_by_role("button", name="Save the change").click()
    expect(vera.locator(".spec-head")).to_contain_text("revision 2")

    boris = open_page(link, script=False)
    expect(boris.get_by_role("row", name="Saddle Sport")).to_be_visible()
    expect(boris.get_by_role("main")).not_to_contain_text("81 cm")


def test_a_mistake_is_told_when_saving_too(vera: Page):
    vera.get_by_label("How long is your inside leg?").fill("seventy")
    with next_page(vera):
        vera.get_by_role("button", name="Save this spec").click()

    expect(vera.get_by_text("Please write a number, such as")).to_be_visible()
    expect(vera.get_by_label("How long is your inside leg?")).to_have_value("seventy")


def test_enter_in_a_field_updates_and_does_not_save(vera: Page):
    vera.get_by_label("How long is your inside leg?").fill("90")
    with next_page(vera):
        vera.get_by_label("How long is your inside leg?").press("Enter")

    expect(vera.get_by_role("heading", name="Everyday 28")).to_be_visible()
    assert "/build/ebike" in vera.url
