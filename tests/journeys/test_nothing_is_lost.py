"""Back, refresh, a second tab, impatience and a broken line: none of them costs Ines her work."""

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.support.browsers import OpenPage
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
    expect(ines.price).to_have_text("€2,721.80")

    ines.page.get_by_role("link", name="See the newer version").click()
    expect(ines.price).to_have_text("€2,821.80")
    expect(ines.option("Step-through, alloy")).to_be_checked()
    expect(ines.notices).to_be_empty()
