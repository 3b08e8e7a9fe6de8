"""Maria hands in a drawing for her pockets and has her name pressed into the label; she and the staff see both."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.support.browsers import PHONE, OpenPage, accessibility_faults, next_page
from tests.support.buyers import Buyer, email_of
from tests.support.configurators import Configurator, amount
from tests.support.photos import DRAWING_WITH_SCRIPT, photo, turned_photo
from tests.support.scenes.desk import at_the_desk
from tests.support.shops import REVIEWER

SKETCH = FilePayload(name="sketch.jpg", mimeType="image/jpeg", buffer=turned_photo())
NO_PICTURE = FilePayload(name="sketch.png", mimeType="image/png", buffer=DRAWING_WITH_SCRIPT)
ANOTHER = FilePayload(name="another.png", mimeType="image/png", buffer=photo("PNG", (800, 200)))
DRAWING = "Stitching of your own"
FIELD = "#drawing-entry"


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def maria(open_page: OpenPage, script: bool) -> Buyer:
    return Buyer(open_page("/en/build/jeans", script=script, viewport=PHONE), "en", email_of("maria"))


@pytest.fixture
def irina(open_page: OpenPage) -> Buyer:
    page = open_page("/en")
    at_the_desk(page, "en")
    return Buyer(page, "en", REVIEWER)


def is_shown(picture: Locator) -> None:
    """It is there, whole, and upright."""
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    width, height = picture.evaluate("async each => (await each.decode(), [each.naturalWidth, each.naturalHeight])")
    assert 0 < width < height


def change(maria: Buyer, jeans: Configurator, script: bool) -> None:
    """Have the shop hear of what was filled in last, as it does by itself where there are scripts."""
    if not script:
        with next_page(maria.page):
            maria.page.get_by_role("button", name="Update the price").click()


def hand_in(maria: Buyer, jeans: Configurator, script: bool, file: FilePayload) -> None:
    jeans.unfold(DRAWING)
    if script:
        with jeans.reply():
            maria.page.set_input_files(FIELD, file)
    else:
        maria.page.set_input_files(FIELD, file)
        change(maria, jeans, script)
    jeans.unfold(DRAWING)


def test_a_drawing_and_a_name_go_all_the_way(maria: Buyer, irina: Buyer, script: bool):
    page, jeans = maria.page, Configurator(maria.page)
    before = amount(jeans.price.inner_text())
    jeans.unfold("Monogram")
    page.get_by_label("What shall stand on the label?").fill("Мария ♥")
    hand_in(maria, jeans, script, NO_PICTURE)
    expect(page.locator("#drawing-entry-error")).to_contain_text("This is no picture that we can read.")
    expect(page.locator("#monogram-entry-error")).to_contain_text("“♥” cannot be written here")
    expect(page.get_by_label("What shall stand on the label?")).to_have_value("Мария ♥")
    if script:
        assert accessibility_faults(page) == []

    jeans.unfold("Monogram")
    page.get_by_label("What shall stand on the label?").fill("Мария")
    hand_in(maria, jeans, script, SKETCH)
    is_shown(page.locator("#q-drawing img"))
    expect(page.locator("#q-monogram .look")).to_have_text("Мария")
    assert amount(jeans.price.inner_text()) == before + 50_00
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if script:
        assert accessibility_faults(page) == []

    page.reload()
    jeans.unfold(DRAWING)
    is_shown(page.locator("#q-drawing img"))
    with next_page(page):
        page.get_by_role("button", name="Put it in the cart").click()
    maria.check()
    is_shown(page.locator(".handed img"))
    maria.order()
    number = maria.pay()
    is_shown(page.locator(".handed img"))

    irina.open(f"/staff/orders/{number}")
    is_shown(irina.page.locator(".handed img"))
    expect(irina.page.get_by_role("main")).to_contain_text("Мария")


def test_another_one_takes_its_place_and_it_can_be_removed(maria: Buyer, script: bool):
    page, jeans = maria.page, Configurator(maria.page)
    hand_in(maria, jeans, script, SKETCH)
    first = page.locator("#q-drawing img").get_attribute("src")
    hand_in(maria, jeans, script, ANOTHER)
    expect(page.locator("#q-drawing img")).not_to_have_attribute("src", first or "")

    remove = page.get_by_role("button", name="Remove it")
    if script:
        with jeans.reply():
            remove.click()
    else:
        with next_page(page):
            remove.click()
    expect(page.locator("#q-drawing img")).to_have_count(0)
