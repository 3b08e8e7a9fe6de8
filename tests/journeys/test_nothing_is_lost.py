"""Back, refresh, a second tab, impatience and a broken line: none of them costs Ines her work."""

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.support.browsers import OpenPage, next_page
from tests.support.configurators import Configurator
from tests.support.shops import ROOT, Shop


@pytest.fixture
def ines(open_page: OpenPage) -> Configurator:
    return Configurator(open_page("/en/build/ebike"))


def test_back_and_forward_walk_through_the_choices(ines: Configurator):
    start = ines.price.inner_text()
    ines.choose("Step-through, alloy")
    step = ines.price.inner_text()
    ines.unfold("Saddle")
    ines.choose("Sport")
    sport = ines.price.inner_text()

    ines.page.go_back()
    expect(ines.price).to_have_text(step)
    expect(ines.option("Step-through, alloy")).to_be_checked()
    ines.page.go_back()
    expect(ines.price).to_have_text(start)
    expect(ines.option("Diamond, alloy")).to_be_checked()
    ines.page.go_forward()
    ines.page.go_forward()
    expect(ines.price).to_have_text(sport)
    expect(ines.option("Step-through, alloy")).to_be_checked()


def test_a_click_after_back_goes_on_from_what_is_shown(ines: Configurator):
    ines.choose("Step-through, alloy")
    ines.choose("Mixte, steel")
    ines.page.go_back()
    expect(ines.option("Step-through, alloy")).to_be_checked()
    ines.unfold("Saddle")

    ines.choose("Sport")

    assert "c=frame.step,saddle.sport" in ines.page.url
    expect(ines.summary).to_contain_text("Step-through, alloy")


def test_leaving_and_coming_back_shows_what_stood(ines: Configurator):
    ines.choose("Step-through, alloy")
    price = ines.price.inner_text()
    ines.page.get_by_role("link", name="Atelier", exact=True).click()
    expect(ines.page.get_by_role("heading", name="Made once you have decided.")).to_be_visible()

    ines.page.go_back()

    expect(ines.price).to_have_text(price)
    expect(ines.option("Step-through, alloy")).to_be_checked()


def test_a_refresh_keeps_choices_and_measures(ines: Configurator):
    ines.choose("Step-through, alloy")
    ines.enter("How long is your inside leg?", "78.5")
    price = ines.price.inner_text()

    ines.page.reload()

    expect(ines.price).to_have_text(price)
    expect(ines.option("Step-through, alloy")).to_be_checked()
    expect(ines.page.get_by_label("How long is your inside leg?")).to_have_value("78.5")


def test_a_second_tab_knows_her_measures_and_goes_its_own_way(ines: Configurator):
    ines.enter("How long is your inside leg?", "78.5")
    ines.choose("Step-through, alloy")
    other = Configurator(ines.page.context.new_page())
    other.page.goto(ines.page.url)
    expect(other.page.get_by_label("How long is your inside leg?")).to_have_value("78.5")

    other.choose("Mixte, steel")
    ines.unfold("Saddle")
    ines.choose("Sport")

    expect(ines.option("Step-through, alloy")).to_be_checked()
    expect(other.option("Mixte, steel")).to_be_checked()


def test_of_two_fast_clicks_the_last_wins(ines: Configurator):
    held: list[Route] = []
    ines.page.route("**/build/ebike", lambda route: route.continue_() if held else held.append(route))
    ines.option("Mixte, steel").click()

    ines.choose("Step-through, alloy")

    assert "frame.mixte" in (held[0].request.post_data or "")
    expect(ines.summary).to_contain_text("Step-through, alloy")
    expect(ines.option("Step-through, alloy")).to_be_checked()
    assert "c=frame.step" in ines.page.url
    ines.page.unroute_all(behavior="ignoreErrors")


def test_a_lost_line_is_said_and_the_next_try_brings_all(ines: Configurator):
    page = ines.page
    price = ines.price.inner_text()
    page.context.set_offline(True)
    ines.option("Step-through, alloy").click()

    expect(page.locator("#lost")).to_be_visible()
    expect(ines.status).to_have_text("This change did not reach us. Nothing is lost: try again in a moment.")
    expect(ines.price).to_have_text(price)
    expect(ines.option("Step-through, alloy")).to_be_checked()

    page.context.set_offline(False)
    with ines.reply():
        page.get_by_role("button", name="Update the price").click()
    expect(ines.price).not_to_have_text(price)
    expect(ines.option("Step-through, alloy")).to_be_checked()
    expect(page.locator("#lost")).to_be_hidden()


def test_a_slow_answer_is_said_after_a_moment(ines: Configurator):
    waiting = ines.page.get_by_text("Working out what fits...")
    held: list[Route] = []
    ines.page.route("**/build/ebike", lambda route: held.append(route))
    expect(waiting).to_be_hidden()

    ines.option("Step-through, alloy").click()

    expect(waiting).to_be_visible()
    held[0].continue_()
    expect(waiting).to_be_hidden()
    expect(ines.summary).to_contain_text("Step-through, alloy")


def republish_dearer(shop: Shop, folder: Path) -> None:
    source = (ROOT / "examples" / "ebike.toml").read_text(encoding="utf-8")
    dearer = folder / "ebike.toml"
    dearer.write_text(source.replace("base = 1890", "base = 1990"), encoding="utf-8")
    shop.publish(dearer)


def test_a_product_published_anew_is_noticed_and_nothing_changes_by_itself(
    open_page: OpenPage, own_shop: Shop, tmp_path: Path
):
    ines = Configurator(open_page("/en/build/ebike", at=own_shop.address))
    ines.choose("Step-through, alloy")
    republish_dearer(own_shop, tmp_path)

    other = Configurator(open_page("/en/build/ebike", at=own_shop.address))
    expect(other.price).to_have_text("€2,943.80")
    ines.unfold("Saddle")
    ines.choose("Sport")
    expect(ines.notices).to_contain_text("There is a newer version of this product.")
    expect(ines.price).to_have_text("€2,721.80")
    ines.page.reload()
    expect(ines.notices).to_contain_text("its prices and options stand")
    expect(ines.notices).to_contain_text("In the newer one yours costs €2,821.80, 100.00 more.")
    expect(ines.price).to_have_text("€2,721.80")

    ines.page.get_by_role("link", name="See the newer version").click()
    expect(ines.price).to_have_text("€2,821.80")
    expect(ines.option("Step-through, alloy")).to_be_checked()
    expect(ines.notices).to_be_empty()


def test_without_scripts_it_is_said_with_the_next_change(open_page: OpenPage, own_shop: Shop, tmp_path: Path):
    page = open_page("/en/build/ebike?c=frame.step", at=own_shop.address, script=False)
    ines = Configurator(page)
    before = ines.price.inner_text()
    republish_dearer(own_shop, tmp_path)
    with next_page(page):
        page.locator(".slip-update").click()

    expect(ines.notices).to_contain_text("In the newer one yours costs")
    expect(ines.price).to_have_text(before)
    with next_page(page):
        page.get_by_role("button", name="Save this spec").click()
    expect(page.locator(".slip-total").first).to_have_text(before)


def test_a_conflict_survives_a_refresh_and_back_leads_out_of_it(ines: Configurator):
    ines.choose("Step-through, alloy")
    price = ines.price.inner_text()
    ines.unfold("Drive")
    ines.choose("Belt, 8-speed hub")
    told = ines.conflict.inner_text()

    ines.page.reload()
    assert ines.conflict.inner_text() == told
    expect(ines.price).to_have_text(price)
    ines.page.go_back()
    expect(ines.conflict).to_have_count(0)
    expect(ines.option("Step-through, alloy")).to_be_checked()
    expect(ines.price).to_have_text(price)


def test_a_mistake_survives_a_refresh_as_little_as_it_was_kept(ines: Configurator):
    ines.choose("Step-through, alloy")
    ines.enter("How long is your inside leg?", "78.5")
    ines.enter("How long is your inside leg?", "400")
    expect(ines.page.locator("#inseam-entry-error")).to_be_visible()

    ines.page.reload()

    expect(ines.page.get_by_label("How long is your inside leg?")).to_have_value("78.5")
    expect(ines.option("Step-through, alloy")).to_be_checked()


def test_two_tabs_that_change_one_spec_lose_neither_change(ines: Configurator):
    page = ines.page
    with next_page(page):
        page.get_by_role("button", name="Save this spec").click()
    code = page.url
    with next_page(page):
        page.get_by_role("button", name="Change this spec").click()
    other = page.context.new_page()
    other.goto(page.url)
    for tab, frame in ((page, "Step-through, alloy"), (other, "Mixte, steel")):
        Configurator(tab).choose(frame)
        with next_page(tab):
            tab.get_by_role("button", name="Save the change").click()

    page.goto(code)
    assert page.locator(".revisions li").count() == 3
    expect(page.locator(".spec-answers")).to_contain_text("Mixte, steel")
    page.goto(f"{code}?revision=2")
    expect(page.locator(".spec-answers")).to_contain_text("Step-through, alloy")


def test_a_lost_line_at_the_moment_of_saving_loses_nothing_that_back_does_not_bring(ines: Configurator):
    page = ines.page
    ines.choose("Step-through, alloy")
    ines.enter("How long is your inside leg?", "78.5")
    stood = page.url
    page.route("**/specs", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Save this spec").click(no_wait_after=True)
    page.unroute_all(behavior="ignoreErrors")

    page.goto(stood)

    expect(ines.option("Step-through, alloy")).to_be_checked()
    expect(page.get_by_label("How long is your inside leg?")).to_have_value("78.5")
    with next_page(page):
        page.get_by_role("button", name="Save this spec").click()
    expect(page.locator(".spec-answers")).to_contain_text("78.5")
