"""Each product of the demo, from the front page to an order: by keys alone, by a finger on a phone, without script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browsers import DESKTOP, PHONE, OpenPage
from tests.support.buyers import ADDRESS, Buyer, email_of
from tests.support.configurators import Configurator, amount
from tests.support.ways import Finger, Keyboard, NoScript, Way

PRODUCTS = sorted(path.stem for path in (Path(__file__).parents[2] / "examples").glob("*.toml"))
WAYS: dict[str, tuple[type[Way], dict[str, object]]] = {
    "by keys": (Keyboard, {"viewport": DESKTOP}),
    "by a finger": (Finger, {"viewport": PHONE, "touch": True}),
    "without script": (NoScript, {"viewport": PHONE, "script": False}),
}
# The first answer in an open question after which another one stands that fits: its control and its group.
FITTING = """() => {
  for (const question of document.querySelectorAll("details.q[open]")) {
    const radios = [...question.querySelectorAll("input[type=radio]")];
    const next = radios[radios.findIndex((each) => each.checked) + 1];
    if (next && next.closest(".tile").dataset.state !== "blocked") return [`#${next.id}`, next.name];
  }
}"""
# Fields that must be filled in, each with the least that it takes.
NEEDED = """() => [...document.querySelectorAll("details.q:has(.needs-you) input[id$=-entry]")]
  .map((each) => [`#${each.id}`, each.labels[0].querySelector(".hint").textContent.match(/[0-9]+/)[0]])"""


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, open_page: OpenPage) -> Way:
    kind, window = WAYS[request.param]
    return kind(open_page("/en", **window))


@pytest.mark.parametrize("product", PRODUCTS)
def test_somebody_builds_and_orders_it(way: Way, product: str):
    page = way.page
    anna = Buyer(page, "en", email_of("anna"))
    way.follow(f"main a.main[href$='/build/{product}']")
    shown = Configurator(page)
    option, group = page.evaluate(FITTING)
    way.choose(option, group)
    expect(page.locator(option)).to_be_checked()
    assert group in page.url
    for field, least in page.evaluate(NEEDED):
        way.answer(field, least)
        expect(page.locator(field)).to_have_value(least)
    expect(page.locator("#progress .needs-you")).to_have_count(0)
    total = amount(shown.price.inner_text())
    assert shown.picture()

    way.follow(".slip-actions [formaction$='/cart/builds']")
    way.follow("main a[href$='/checkout']")
    way.write("#email", anna.email)
    for label, text in ADDRESS.items():
        way.write(f"#{anna.field(label).get_attribute('id')}", text)
    way.pick("#country", "DE")
    way.follow("form.sheet .btn.main")
    expect(page.get_by_role("main")).to_contain_text("Berlin")
    assert amount(anna.total()) >= total
    way.follow(".ticket .btn.main")
    page.wait_for_url("**/pay/**")
    way.follow("button[value=card]")
    page.wait_for_url(re.compile(r"/orders/\d+"))
    anna.wait_for("We are looking at it")
