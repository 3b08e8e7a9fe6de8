"""Anna rides step-through and wants a belt: she reads why it does not fit, asks what must change, and decides."""

import pytest
from playwright.sync_api import expect

from tests.support.browsers import OpenPage
from tests.support.configurators import Configurator, amount, focused


@pytest.fixture
def bike(open_page: OpenPage) -> Configurator:
    return Configurator(open_page("/en/build/ebike"))


def test_a_click_changes_price_picture_and_status_and_keeps_the_focus(bike: Configurator):
    before = amount(bike.price.inner_text())
    hatched = bike.page.locator("[data-state=blocked]")
    misfits = hatched.count()
    assert "Diamond, alloy" in bike.picture()

    bike.choose("Step-through, alloy")

    after = amount(bike.price.inner_text())
    assert after < before
    assert "Step-through, alloy" in bike.picture()
    expect(bike.summary).to_contain_text("Step-through, alloy")
    expect(bike.status).to_have_text(
        f"Total {bike.price.inner_text()}, {(before - after) / 100:.2f} less; "
        f"{hatched.count() - misfits} options no longer fit."
    )
    assert focused(bike.page) == "frame-step"
    assert "frame.step" in bike.page.url


def test_a_blocked_option_says_its_reason_in_words(bike: Configurator):
    bike.choose("Step-through, alloy")
    bike.unfold("Drive")

    assert bike.said_of("Belt, 8-speed hub") == (
        "Does not fit. A belt is one closed loop, so the frame has to open; you chose Step-through, alloy."
    )
    assert bike.option("Belt, 8-speed hub").is_enabled()


def test_what_must_change_is_told_priced_and_done(bike: Configurator):
    bike.choose("Step-through, alloy")
    bike.unfold("Drive")
    before = amount(bike.price.inner_text())

    bike.choose("Belt, 8-speed hub")

    assert focused(bike.page) == "conflict"
    expect(bike.conflict).to_contain_text("What must change for: Belt, 8-speed hub")
    expect(bike.conflict.get_by_role("deletion").first).to_have_text("Frame: Step-through, alloy")
    difference = amount(bike.conflict.locator(".sum .money").inner_text())
    assert sum(map(amount, bike.conflict.locator("div:not(.sum) > .money").all_inner_texts())) == difference
    expect(bike.option("Belt, 8-speed hub")).not_to_be_checked()

    with bike.reply():
        bike.page.get_by_role("link", name="Make these changes").click()

    assert amount(bike.price.inner_text()) == before + difference
    assert "Belt, 8-speed hub" in bike.picture()
    expect(bike.option("Belt, 8-speed hub")).to_be_checked()
    expect(bike.conflict).to_have_count(0)
    assert focused(bike.page) == "drive-belt8"
    expect(bike.status).to_contain_text(f"Total {bike.price.inner_text()}")


def test_who_keeps_theirs_changes_nothing(bike: Configurator):
    bike.choose("Step-through, alloy")
    bike.unfold("Drive")
    address, price = bike.page.url, bike.price.inner_text()
    bike.choose("Belt, 8-speed hub")

    with bike.reply():
        bike.page.get_by_role("link", name="Keep mine").click()

    expect(bike.conflict).to_have_count(0)
    assert (bike.page.url, bike.price.inner_text()) == (address, price)
    assert focused(bike.page) == "drive-belt8"


def test_another_drive_chosen_before_gives_way(bike: Configurator):
    bike.choose("Step-through, alloy")
    bike.unfold("Drive")
    bike.choose("Chain in a full case, 8-speed hub")

    bike.choose("Belt, 8-speed hub")

    expect(bike.conflict.get_by_role("deletion").nth(1)).to_have_text("Drive: Chain in a full case, 8-speed hub")
    expect(bike.page.get_by_role("link", name="Make these changes")).to_be_visible()


def test_surcharges_are_part_of_what_comes(bike: Configurator):
    bike.choose("Step-through, alloy")
    bike.unfold("Motor")

    bike.choose("Fast mid motor, 45 km/h")

    expect(bike.conflict).to_contain_text("Papers and inspection for 45 km/h")
    amounts = map(amount, bike.conflict.locator("div:not(.sum) > .money").all_inner_texts())
    assert sum(amounts) == amount(bike.conflict.locator(".sum .money").inner_text())


def test_what_no_change_can_bring_is_said_so(bike: Configurator):
    bike.unfold("Colour")

    bike.choose("Plum")

    expect(bike.conflict).to_contain_text("Out of stock. Back in week 4.")
    expect(bike.conflict).to_contain_text("It cannot be had by changing other choices on this page.")
    expect(bike.page.get_by_role("link", name="Make these changes")).to_have_count(0)
    expect(bike.option("Rowan red")).to_be_checked()


def test_what_was_opened_stays_open(bike: Configurator):
    bike.unfold("Saddle")
    bike.page.locator("#lines summary").click()

    bike.choose("Step-through, alloy")

    assert bike.question("Saddle").get_attribute("open") is not None
    expect(bike.page.get_by_role("region", name="Price lines")).to_be_visible()
