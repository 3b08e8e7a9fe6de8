"""The pages around the shop: readable, accessible and calm, in both languages, by day and by night."""

import pytest

from tests.support.browsers import DESKTOP, PHONE, OpenPage, accessibility_faults


@pytest.mark.parametrize("path", ["/en/schema", "/ru/schema"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_a_page_of_the_shell_has_no_accessibility_faults(open_page: OpenPage, path: str, viewport, dark: bool):
    page = open_page(path, viewport=viewport, dark=dark)

    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_who_lost_the_way_finds_back_without_script(open_page: OpenPage):
    page = open_page("/ru/nowhere", script=False, status=404)

    assert page.get_by_role("heading", name="Здесь ничего нет").is_visible()
    page.get_by_role("link", name="English").click()
    assert page.get_by_role("heading", name="There is nothing here").is_visible()
    assert page.url.endswith("/en/nowhere")
