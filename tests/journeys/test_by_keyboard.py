"""Kim uses no mouse: Tab, arrows, Space and Enter are enough, and the focus is always to be seen."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import DESKTOP, PHONE, SMALL, OpenPage
from tests.support.configurators import Configurator, amount, focused

FAR = 90
HIDDEN = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), slip = document.querySelector(".slip");
  if (slip.contains(at) || at === document.body) return "";
  const over = slip.getBoundingClientRect();
  const beside = box.right <= over.left || box.left >= over.right;
  const outside = box.bottom <= 0 || box.top >= innerHeight;
  return outside || (!beside && box.top >= over.top && box.bottom <= over.bottom) ? at.outerHTML.slice(0, 90) : "";
}"""


def go_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press the key until what has the focus is called this."""
    for _ in range(FAR):
        page.keyboard.press(key)
        words = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()")
        if words.startswith(name):
            return
    pytest.fail(f"no {key} leads to {name}")


def test_the_first_tab_skips_to_the_content(open_page: OpenPage):
    page = open_page("/en/build/ebike")
    page.keyboard.press("Tab")

    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Everyday 28")).to_be_focused()


def test_kim_builds_asks_what_must_change_and_saves(open_page: OpenPage):
    page = open_page("/en/build/ebike")
    bike = Configurator(page)
    go_to(page, "Diamond, alloy")
    with bike.reply():
        page.keyboard.press("ArrowRight")
    assert focused(page) == "frame-step"
    expect(bike.option("Step-through, alloy")).to_be_checked()

    go_to(page, "9")
    page.keyboard.press("Enter")
    go_to(page, "Chain, 10 speeds")
    with bike.reply():
        page.keyboard.press("ArrowUp")
    with bike.reply():
        page.keyboard.press("ArrowUp")
    assert focused(page) == "conflict"
    before = amount(bike.price.inner_text())
    difference = amount(bike.conflict.locator(".sum .money").inner_text())

    page.keyboard.press("Tab")
    with bike.reply():
        page.keyboard.press("Enter")
    assert amount(bike.price.inner_text()) == before + difference
    assert focused(page) == "drive-beltauto"

    go_to(page, "18")
    page.keyboard.press("Space")
    go_to(page, "Mirror")
    with bike.reply():
        page.keyboard.press("Space")
    expect(bike.option("Mirror")).to_be_checked()
    assert focused(page) == "extras-mirror"

    go_to(page, "Save this spec")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Spec code")).to_be_visible()


def test_an_option_between_two_blocked_ones_is_within_reach(open_page: OpenPage):
    page = open_page("/en/build/ebike?c=frame.split")
    bike = Configurator(page)
    bike.unfold("Colour")
    bike.choose("Soot black")
    with bike.reply():
        page.keyboard.press("ArrowRight")
    expect(bike.conflict).to_contain_text("Plum")

    page.keyboard.press("Tab")
    with bike.reply():
        page.keyboard.press("Enter")
    assert focused(page) == "colour-plum"
    with bike.reply():
        page.keyboard.press("ArrowRight")

    expect(bike.option("Lichen grey")).to_be_checked()
    expect(bike.option("Lichen grey")).to_be_focused()


def test_a_count_is_changed_by_arrows(open_page: OpenPage):
    page = open_page("/en/build/ebike")
    bike = Configurator(page)
    bike.unfold("Bags")
    bike.option("Rear bag, 20 l").focus()
    with bike.reply():
        page.keyboard.press("ArrowDown")

    expect(bike.option("Rear bag, 20 l")).to_have_value("1")
    expect(bike.option("Rear bag, 20 l")).to_be_focused()


@pytest.mark.parametrize(
    ("viewport", "unfolded"),
    [(SMALL, False), (SMALL, True), (PHONE, True), (DESKTOP, True)],
    ids=["small", "small with its lines", "phone with its lines", "desktop with its lines"],
)
def test_what_has_the_focus_is_never_under_the_slip(open_page: OpenPage, viewport: dict[str, int], unfolded: bool):
    page = open_page("/en/build/ebike?c=frame.step", viewport=viewport)
    Configurator(page).unfold("Drive")
    if unfolded:
        page.locator("#lines summary").click()
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")

    hidden = []
    for key in ["Tab"] * 45 + ["Shift+Tab"] * 30:
        page.keyboard.press(key)
        hidden.append(page.evaluate(HIDDEN))
    assert not list(filter(None, hidden))
