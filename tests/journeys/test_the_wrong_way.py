"""Who takes a wrong way is told where they are, and finds back."""

from tests.support.browsers import OpenPage, next_page


def test_who_lost_the_way_finds_back_without_script(open_page: OpenPage):
    page = open_page("/ru/nowhere", script=False, status=404)

    assert page.get_by_role("heading", name="Здесь ничего нет").is_visible()
    with next_page(page):
        page.get_by_role("link", name="English").click()
    assert page.get_by_role("heading", name="There is nothing here").is_visible()
    assert page.url.endswith("/en/nowhere")
    with next_page(page):
        page.get_by_role("link", name="To the shop").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Made once you have decided."


def test_a_spec_that_does_not_exist_says_so(open_page: OpenPage):
    page = open_page("/en/specs/AAAAA-AAAAA-A", status=404)

    assert page.get_by_role("heading", name="There is nothing here").is_visible()
