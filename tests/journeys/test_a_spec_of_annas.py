"""Anna saves her bike without an account; Boris opens her link; Anna comes back and changes it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import OpenPage
from tests.support.configurators import Configurator, amount


@pytest.fixture
def anna(open_page: OpenPage) -> Page:
    """Anna's browser, on the page of the spec that she has just saved."""
    bike = Configurator(open_page("/en/build/ebike?base=express"))
    bike.enter("How long is your inside leg?", "96")
    bike.unfold("Name plate")
    bike.enter("Whose bike is it?", "Anna's")
    return save(bike)


def save(bike: Configurator, words: str = "Save this spec") -> Page:
    bike.page.get_by_role("button", name=words).click()
    bike.page.wait_for_url(re.compile("/specs/"))
    return bike.page


def test_the_spec_shows_its_owner_all_she_said(anna: Page):
    expect(anna.get_by_role("heading", name="Express 45")).to_be_visible()
    expect(anna.get_by_role("row", name="Inside leg 96 cm +4.00")).to_be_visible()
    expect(anna.get_by_role("row", name="Name plate “Anna's” +39.90")).to_be_visible()
    total = amount(anna.locator("p.slip-total").inner_text())
    assert sum(map(amount, anna.locator(".spec-lines tbody .money").all_inner_texts())) == total
    expect(anna).to_have_url(re.compile(r"/specs/[0-9A-Z-]{13}$"))


def test_a_stranger_with_the_link_sees_the_bike_and_no_measures(anna: Page, open_page: OpenPage):
    total = anna.locator("p.slip-total").inner_text()

    boris = open_page(anna.url)

    expect(boris.get_by_role("heading", name="Express 45")).to_be_visible()
    for secret in ("96 cm", "Anna", "39.90", total):
        expect(boris.get_by_role("main")).not_to_contain_text(secret)
    expect(boris.get_by_text("Measures and words of the owner are not shown")).to_be_visible()
    expect(boris.get_by_role("button", name="Change this spec")).to_have_count(0)

    boris.get_by_role("link", name="Build your own from this").click()
    expect(boris.get_by_label("How long is your inside leg?")).to_have_value("")


def test_the_owner_changes_it_and_saves_a_new_revision(anna: Page, open_page: OpenPage):
    first = anna.locator("p.slip-total").inner_text()
    anna.get_by_role("button", name="Change this spec").click()
    bike = Configurator(anna)
    expect(anna.get_by_label("How long is your inside leg?")).to_have_value("96")
    expect(anna.locator(".slip")).to_contain_text("You are changing")
    bike.unfold("Colour")
    bike.choose("Fjord blue")
    second = bike.price.inner_text()

    save(bike, "Save the change")

    expect(anna.locator(".spec-head")).to_contain_text("revision 2")
    revisions = anna.get_by_role("heading", name="Revisions").locator("..")
    expect(revisions.get_by_role("listitem")).to_have_text(
        [re.compile(re.escape(second)), re.compile(re.escape(first))]
    )
    revisions.get_by_role("link", name="Revision 1").click()
    expect(anna.get_by_text("You are looking at an older revision.")).to_be_visible()
    expect(anna.get_by_role("row", name="Colour Soot black")).to_be_visible()

    boris = open_page(anna.url.partition("?")[0])
    expect(boris.get_by_role("row", name="Colour Fjord blue")).to_be_visible()
    for secret in (first, second):
        expect(boris.get_by_role("main")).not_to_contain_text(secret)


def test_saving_a_change_that_changes_nothing_makes_no_revision(anna: Page):
    anna.get_by_role("button", name="Change this spec").click()

    save(Configurator(anna), "Save the change")

    expect(anna.locator(".spec-head")).to_contain_text("revision 1")


def test_the_link_is_copied_and_said(anna: Page):
    anna.context.grant_permissions(["clipboard-read", "clipboard-write"])

    anna.get_by_role("link", name="Copy the link").click()

    expect(anna.get_by_text("Link copied")).to_be_visible()
    copied = anna.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(anna.url.partition("/en")[2])


def test_no_cookie_is_set_before_something_is_told(open_page: OpenPage):
    bike = Configurator(open_page("/en/build/ebike"))
    bike.choose("Step-through, alloy")
    assert bike.page.context.cookies() == []

    bike.enter("How long is your inside leg?", "80")

    (cookie,) = bike.page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
