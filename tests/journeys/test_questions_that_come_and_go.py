"""Questions that are asked only with something else, on a page that is never loaded anew."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.support.browsers import OpenPage
from tests.support.configurators import Configurator
from tests.support.shops import Shop

BENCH = Path(__file__).parents[1] / "support" / "bench.toml"


def test_a_question_is_quiet_then_gone_then_there_and_needs_an_answer(open_page: OpenPage, own_shop: Shop):
    own_shop.publish(BENCH)
    page = open_page("/en/build/bench", at=own_shop.address)
    bench = Configurator(page)
    expect(bench.question("Words on the back")).to_contain_text("Only with a back")

    bench.choose("Slats")
    expect(bench.question("Words on the back")).to_contain_text("needs you")
    bench.choose("Without a back")
    expect(bench.question("Words on the back")).to_have_count(0)
    expect(page.locator("#q-words")).to_be_hidden()

    bench.choose("Slats")
    expect(page.get_by_label("Words on the back")).to_be_visible()
    bench.enter("Words on the back", "For Anna")
    expect(bench.question("Words on the back")).to_contain_text("“For Anna”")
    expect(bench.price).to_have_text("€435.00")
