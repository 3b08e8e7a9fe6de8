"""WCAG 2.2, the criteria that axe cannot decide, each by its number. What axe can stands in test_every_page.py."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browsers import DESKTOP, PHONE, SMALL, OpenPage, next_page, small_targets
from tests.support.buyers import Buyer, email_of
from tests.support.configurators import Configurator, focused
from tests.support.scenes.visiting import UNFOLD

PRODUCTS = ("ebike", "workstation", "jeans")
LANGUAGES = ("en", "ru")
OVERFLOWING = "document.documentElement.scrollWidth > innerWidth"
# What has the focus is seen at one of these points at least: in its middle, or at an edge of it.
SEEN = """() => {
  const at = document.activeElement, {left, right, top, bottom} = at.getBoundingClientRect();
  const points = [[.5, .5], [.1, .1], [.9, .9], [.1, .9], [.9, .1]];
  return at === document.body || points.some(([x, y]) => {
    const found = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
    if (!found) return false;
    const [own, other] = [at, found].map((each) => each.closest("label, .tile"));
    return at.contains(found) || found.contains(at) || (own && own === other);
  }) ? "" : at.outerHTML.slice(0, 90);
}"""
# The contrast of two colours, as WCAG defines it; a canvas reads whatever way a colour is written in.
CONTRAST = """([one, other]) => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  const light = (colour) => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((value) => {
      const part = value / 255;
      return part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
    });
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const [bright, dark] = [light(one), light(other)].sort((a, b) => b - a);
  return (bright + .05) / (dark + .05);
}"""
# As the criterion words it: line height 1.5, after paragraphs 2, between letters .12 and between words .16 of the size.
WIDE_TEXT = """() => document.styleSheets[0].insertRule(
  "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }")
  + document.styleSheets[0].insertRule("p { margin-block-end: 2em !important }")"""
CLIPPED = """() => [...document.querySelectorAll("main *")].filter((each) => {
  const style = getComputedStyle(each);
  const clips = ["hidden", "clip"].includes(style.overflowX) && style.clipPath === "none";
  if (!clips || !each.checkVisibility()) return false;
  return each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
}).map((each) => each.outerHTML.slice(0, 90))"""


def colours(page: Page, where: str, *names: str) -> list[str]:
    return page.locator(where).first.evaluate(
        "(each, names) => names.map((name) => getComputedStyle(each)[name])", names
    )


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_2_4_11_what_has_the_focus_is_hidden_by_nothing(
    open_page: OpenPage, product: str, viewport: dict[str, int], key: str
):
    page = open_page(f"/en/build/{product}", viewport=viewport)
    page.evaluate("document.querySelectorAll('details.q').forEach((each, place) => each.open = place < 4)")

    for _ in range(60):
        page.keyboard.press(key)
        assert page.evaluate(SEEN) == ""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_1_4_11_edges_and_the_mark_of_the_focus_stand_out(open_page: OpenPage, dark: bool):
    page = open_page("/en/patterns", dark=dark)
    paper = colours(page, "html", "backgroundColor")[0]
    sheet = colours(page, ".slip-main", "backgroundColor")[0]
    field = page.locator("#empty")

    for where in ("#empty", "#country", ".btn:not(.main)"):
        edge = colours(page, where, "borderTopColor")[0]
        assert page.evaluate(CONTRAST, [edge, paper]) >= 3, where
        assert page.evaluate(CONTRAST, [edge, sheet]) >= 3, where
    for state in ("open", "chosen", "blocked"):
        edge = colours(page, f".tile[data-state={state}]", "boxShadow")[0].partition(")")[0] + ")"
        assert page.evaluate(CONTRAST, [edge, paper]) >= 3, state
    field.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    style, width, ring = colours(page, "#empty", "outlineStyle", "outlineWidth", "outlineColor")
    assert (style, width) == ("solid", "3px")
    assert page.evaluate(CONTRAST, [ring, paper]) >= 3


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_1_4_3_what_does_not_fit_is_hatched_and_readable_on_every_line(open_page: OpenPage, dark: bool):
    page = open_page("/en/patterns", dark=dark)
    paper, hair = colours(page, "html", "backgroundColor")[0], colours(page, ".top", "borderBottomColor")[0]

    for part in (".tile-name", ".tile-why", ".tile-why b"):
        words = colours(page, f".tile[data-state=blocked] {part}", "color")[0]
        assert page.evaluate(CONTRAST, [words, paper]) >= 4.5
        assert page.evaluate(CONTRAST, [words, hair]) >= 4.5


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", *(f"/build/{product}" for product in PRODUCTS), "/patterns"])
def test_1_4_10_nothing_is_wider_than_320_pixels(open_page: OpenPage, language: str, path: str):
    page = open_page(f"/{language}{path}", viewport=SMALL)
    page.evaluate(UNFOLD)

    assert not page.evaluate(OVERFLOWING)


@pytest.mark.parametrize("path", ["", "/build/ebike", "/build/jeans", "/patterns"])
def test_1_4_4_at_twice_the_size_all_of_it_is_there(open_page: OpenPage, path: str):
    page = open_page(f"/ru{path}", viewport={"width": 640, "height": 400})
    page.evaluate(UNFOLD)

    assert not page.evaluate(OVERFLOWING)
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "/build/ebike", "/build/workstation", "/patterns", "/signin", "/privacy"])
def test_1_4_12_text_may_be_set_wider(open_page: OpenPage, language: str, path: str):
    page = open_page(f"/{language}{path}", viewport=PHONE)
    page.evaluate(UNFOLD)
    page.evaluate(WIDE_TEXT)

    assert not page.evaluate(OVERFLOWING)
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("path", ["/build/jeans", "/patterns"])
def test_2_5_7_nothing_has_to_be_dragged(open_page: OpenPage, path: str):
    page = open_page(f"/en{path}")

    assert page.locator("[draggable=true], input[type=range]").count() == 0
    for area in page.locator(".scroll, .slip-lines > div").all():
        assert area.get_attribute("tabindex") == "0"


def test_2_5_8_every_target_takes_a_finger(open_page: OpenPage):
    page = open_page("/en/patterns", viewport=PHONE)
    assert small_targets(page) == []


def test_3_2_2_a_choice_moves_neither_the_reader_nor_the_focus(open_page: OpenPage):
    page = open_page("/en/build/ebike")
    bike = Configurator(page)
    bike.option("Step-through, alloy").hover()
    place = bike.option("Step-through, alloy").bounding_box()

    bike.choose("Step-through, alloy")

    assert focused(page) == "frame-step"
    assert page.url.startswith(f"{page.url.partition('/en')[0]}/en/build/ebike")
    assert bike.option("Step-through, alloy").bounding_box() == place


def test_3_3_4_what_is_ordered_can_be_checked_corrected_and_taken_back(open_page: OpenPage):
    anna = Buyer(open_page("/en"), "en", email_of("anna"))
    anna.build(plate="Anna")
    anna.check()

    main = anna.page.get_by_role("main")
    for said in ("Anna Petersen", "Ahornweg 7", anna.email, "Diamond, alloy"):
        expect(main).to_contain_text(said)
    assert main.get_by_role("link", name="Change").count() >= 2
    anna.order()
    anna.pay()
    expect(main.get_by_role("button", name="Take this order back")).to_be_visible()


def test_3_3_7_nothing_is_asked_twice(open_page: OpenPage):
    anna = Buyer(open_page("/en"), "en", email_of("anna"))
    anna.build()
    anna.check()

    with next_page(anna.page):
        anna.page.get_by_role("main").get_by_role("link", name="Change").last.click()

    assert anna.field("Name").input_value() == "Anna Petersen"
    assert anna.field("Your e-mail").input_value() == anna.email
    anna.open("/build/ebike")
    expect(anna.page.locator("#inseam-entry")).to_have_value("84")


def test_3_3_8_nobody_has_to_remember_a_password(open_page: OpenPage):
    page = open_page("/en/signin")

    assert page.locator("#email").get_attribute("autocomplete") == "username"
    assert page.locator("#password").get_attribute("autocomplete") == "current-password"
    expect(page.get_by_role("button", name="Mail me a link")).to_be_visible()


def test_4_1_3_what_a_choice_changed_is_told_without_moving_the_focus(open_page: OpenPage):
    page = open_page("/en/build/ebike")
    bike = Configurator(page)
    assert bike.status.count() == 1

    bike.choose("Step-through, alloy")

    expect(bike.status).to_contain_text(bike.price.inner_text())
    assert bike.status.count() == 1


def test_2_4_7_colours_that_the_reader_forces_keep_choice_and_focus_apart(open_page: OpenPage):
    page = open_page("/en/patterns")
    page.emulate_media(forced_colors="active")

    def outline(tile: Locator) -> object:
        return tile.evaluate("each => getComputedStyle(each).outlineStyle + getComputedStyle(each).borderTopStyle")

    chosen, blocked = page.locator(".tile:has(:checked)").first, page.locator(".tile[data-state=blocked]").first
    plain = page.locator(".tile[data-state=open]").first
    assert len({outline(each) for each in (chosen, blocked, plain)}) == 3
