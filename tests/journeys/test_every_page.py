"""Every page in every state, in both languages: readable by day and by night, and within reach on a small phone."""

import pytest

from tests.support.browsers import DESKTOP, PHONE, SMALL, OpenPage, accessibility_faults, small_targets
from tests.support.configurators import Configurator
from tests.support.scenes import SCENES
from tests.support.stage import Play

CONTRAST = ("color-contrast",)
OVERFLOWING = "document.documentElement.scrollWidth > innerWidth"


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("scene", SCENES)
def test_it_is_readable_and_within_reach(play: Play, language: str, scene: str):
    """No colour depends on the language: English pages are read by day, Russian ones by night."""
    page = play(scene, language)
    by_day = language == "en"

    assert accessibility_faults(page, without=() if by_day else CONTRAST) == []
    for viewport in (SMALL, PHONE):
        page.set_viewport_size(viewport)
        assert not page.evaluate(OVERFLOWING), f"wider than {viewport['width']} px"
        assert small_targets(page) == []
    if not by_day:
        page.emulate_media(color_scheme="dark")
        assert accessibility_faults(page, *CONTRAST) == []  # all that a colour scheme changes


@pytest.mark.parametrize(("motion", "fade"), [(True, "appear"), (False, "none")], ids=["moving", "still"])
def test_the_price_fades_in_but_not_for_those_who_want_no_motion(open_page: OpenPage, motion: bool, fade: str):
    bike = Configurator(open_page("/en/build/ebike", motion=motion))
    assert bike.price.evaluate("each => getComputedStyle(each).animationName") == "none"

    bike.choose("Step-through, alloy")

    assert bike.price.evaluate("each => getComputedStyle(each).animationName") == fade


def test_zoomed_in_far_the_slip_leaves_room_to_read(open_page: OpenPage):
    page = open_page("/en/build/ebike", viewport={"width": 320, "height": 256})

    assert page.locator(".slip").evaluate("each => getComputedStyle(each).position") == "static"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_spec_prints_on_one_sheet(open_page: OpenPage, language: str):
    page = open_page("/static/img/mark.svg", dark=True)
    SCENES["spec of own"](page, language)
    page.emulate_media(media="print")

    for part in ("button", ".foot", ".top nav", ".spec-price a >> nth=0"):
        assert not page.locator(part).first.is_visible(), part
    code = page.locator(".spec-head .code").inner_text()
    said = page.locator(".copy").evaluate("each => getComputedStyle(each, '::after').content")
    assert code in said
    assert page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_a_build_prints_its_answers(open_page: OpenPage):
    page = open_page("/en/build/ebike?c=frame.step")
    page.emulate_media(media="print")

    assert page.locator("h2", has_text="Saddle").is_visible()
    assert page.locator(".slip-total").is_visible()
    assert not page.locator(".tile").first.is_visible()
    assert not page.get_by_role("button", name="Save this spec").is_visible()


def test_a_wide_desk_shows_picture_and_price_beside_the_questions(open_page: OpenPage):
    page = open_page("/en/build/ebike", viewport=DESKTOP)
    page.evaluate("scrollTo(0, 2000)")

    for part in ("#stage svg", ".slip-total"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert 0 <= box["y"] < DESKTOP["height"] - box["height"]
