"""Every page, in both languages, by day and by night, on a small phone and on a desk: readable and within reach."""

import pytest

from tests.support.browsers import DESKTOP, PHONE, SMALL, OpenPage, accessibility_faults
from tests.support.scenes import walk

OVERFLOWING = "document.documentElement.scrollWidth > innerWidth"
# Links within a sentence may be as high as its line (WCAG 2.2, 2.5.8); a control's label is part of its target.
SMALL_TARGETS = """() => {
  const small = [];
  for (const each of document.querySelectorAll("a, button, input, select, summary")) {
    const target = each.closest("label") ?? each;
    if (!each.checkVisibility({visibilityProperty: true}) || each.closest(".skip")) continue;
    const {width, height} = target.getBoundingClientRect();
    if (width < 24 || height < 24) small.push(`${each.outerHTML.slice(0, 90)} ${width} x ${height}`);
  }
  return small;
}"""


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_axe_finds_no_fault(open_page: OpenPage, language: str, dark: bool):
    page = open_page(f"/{language}", dark=dark, viewport=PHONE if dark else DESKTOP)

    assert {name: found for name in walk(page, language) if (found := accessibility_faults(page))} == {}


@pytest.mark.parametrize("viewport", [SMALL, PHONE], ids=["small", "phone"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_on_a_phone_nothing_overflows_and_every_target_is_large_enough(
    open_page: OpenPage, language: str, viewport: dict[str, int]
):
    page = open_page(f"/{language}", viewport=viewport)

    faults = {}
    for name in walk(page, language):
        if page.evaluate(OVERFLOWING):
            faults[name] = ["wider than the screen"]
        if small := page.evaluate(SMALL_TARGETS):
            faults.setdefault(name, []).extend(small)
    assert faults == {}
