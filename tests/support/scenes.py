"""The pages of the shop in the states worth looking at; each scene brings a browser there, in either language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.support import letters
from tests.support.browsers import next_page
from tests.support.buyers import Buyer
from tests.support.configurators import Configurator
from tests.support.shops import REVIEWER

UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"


def visit(page: Page, address: str, status: int = 200) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, f"{address} answers {answer.status}"


def home(page: Page, language: str) -> None:
    visit(page, f"/{language}")


def build_unfolded(page: Page, language: str) -> None:
    """Every question open, with tiles in every state: chosen, implied, default, open, blocked for many reasons."""
    visit(page, f"/{language}/build/ebike?c=frame.step,drive.hub8,bags.rear:2")
    page.evaluate(UNFOLD)


def build_for_anna(page: Page, language: str) -> None:
    """Her inside leg is filled in, and what she likes and what suits her is offered."""
    letters.sign_up(page, language, f"builder-{language}@example.org")
    visit(page, f"/{language}/my/permissions")
    for purpose in ("learn", "remember"):
        with next_page(page):
            page.locator(f"#{purpose} button").click()
    visit(page, f"/{language}/build/ebike?c=colour.pine")
    with next_page(page):
        page.locator(".slip-actions [formaction$='/specs']").click()
    visit(page, f"/{language}/my/facts")
    page.locator("#ask-measure\\.inseam").fill("78")
    with next_page(page):
        page.keyboard.press("Enter")
    with next_page(page):
        page.locator(".ask button[value=tours]").click()
    visit(page, f"/{language}/build/ebike")
    expect(page.locator(".for-you .btn")).to_have_count(3)
    expect(page.locator("#inseam-known")).to_be_visible()


def conflict(page: Page, language: str) -> None:
    """Three ways to have what does not fit."""
    choices = "drive.chain10,bar.flat,extras.kickstand,saddle.leather_black,tyres.t50"
    visit(page, f"/{language}/build/ebike?c={choices}&want=size.xs#conflict")


def kept_back(page: Page, language: str) -> None:
    """Choices that could not be kept, of a version that is not known."""
    visit(page, f"/{language}/build/ebike?c=frame.step,drive.belt8,frame.bamboo,inseam:80&v=0123456789ab")


def mistake(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/build/ebike")
    with Configurator(page).reply():
        page.locator("#inseam-entry").fill("110")
        page.locator("#inseam-entry").press("Tab")


def spec_of_own(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/build/ebike?base=express&c=bags.rear:2")
    with Configurator(page).reply():
        page.locator("#inseam-entry").fill("96")
        page.locator("#inseam-entry").press("Tab")
    with next_page(page):
        page.locator(".slip-actions [formaction$='/specs']").click()
    expect(page.locator(".spec-head")).to_be_visible()


def spec_changed(page: Page, language: str) -> None:
    spec_of_own(page, language)
    with next_page(page):
        page.locator(".spec-price form[action*='/changes'] button").click()
    expect(page.locator(".slip-stub .code")).to_have_count(1)


def spec_of_another(page: Page, language: str) -> None:
    spec_of_own(page, language)
    page.context.clear_cookies()
    page.reload()


def spec_named(page: Page, language: str) -> None:
    """With a name and a note, every form open, and a mistake in one."""
    spec_of_own(page, language)
    spec = page.url
    write(page, "name", "Papa's / Для папы")
    write(page, "note", "Ask him about the bags.\nСпросить про сумки.")
    write(page, "name", "x" * 81)
    page.locator(".spec-own").evaluate("own => own.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.url == f"{spec}/name"


def write(page: Page, field: str, text: str) -> None:
    """Open a form of the spec's owner, fill it in and send it."""
    page.locator(f"#{field} summary").click()
    page.locator(f"#{field}-field").fill(text)
    with next_page(page):
        page.locator(f"#{field} button").click()


def spec_deleted(page: Page, language: str) -> None:
    spec_of_own(page, language)
    spec = page.url
    with next_page(page):
        page.locator(".spec-own form[action$='/deletion'] button").click()
    visit(page, spec)


def my_specs_without_any(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/my/specs")


def my_specs(page: Page, language: str) -> None:
    """Two that are saved, one of them with a name and a note, and one just deleted."""
    spec_of_own(page, language)
    write(page, "name", "Papa's / Для папы")
    write(page, "note", "Ask him about the bags.\nСпросить про сумки.")
    for _ in range(2):
        with next_page(page):
            page.locator(".spec-own form[action$='/copies'] button").click()
    with next_page(page):
        page.locator(".spec-own form[action$='/deletion'] button").click()
    expect(page.locator(".note.done")).to_be_visible()


def sign_in(page: Page, language: str) -> None:
    visit(page, f"/{language}/signin")


def sign_in_refused(page: Page, language: str) -> None:
    sign_in(page, language)
    page.locator("#email").fill(f"nobody-{language}@example.org")
    page.locator("#password").fill("wrong")
    with next_page(page):
        page.locator(".sheet .main").click()
    expect(page.locator("#mistakes")).to_be_visible()


def enter(page: Page, language: str, email: str) -> None:
    """Sign in by password."""
    sign_in(page, language)
    page.locator("#email").fill(email)
    page.locator("#password").fill(letters.PASSWORD)
    with next_page(page):
        page.locator(".sheet .main").click()


def sign_up(page: Page, language: str) -> None:
    visit(page, f"/{language}/signup")


def letter_on_its_way(page: Page, language: str) -> None:
    visit(page, f"/{language}/signup/sent")


def link_unknown(page: Page, language: str) -> None:
    visit(page, f"/{language}/signin/link?token=x", 404)


def account_with_a_weak_password(page: Page, language: str) -> None:
    letters.sign_up(page, language, f"weak-{language}@example.org", "passwordpassword")
    expect(page.locator("#mistakes")).to_be_visible()


def my_page_of_a_guest(page: Page, language: str) -> None:
    visit(page, f"/{language}/my")


def my_page(page: Page, language: str) -> None:
    letters.sign_up(page, language, f"my-{language}@example.org")
    visit(page, f"/{language}/my")


def my_sessions(page: Page, language: str) -> None:
    """Signed in in two browsers more."""
    email = f"sessions-{language}@example.org"
    letters.sign_up(page, language, email)
    for _ in range(2):
        page.context.clear_cookies(name="__Host-session")
        enter(page, language, email)
    visit(page, f"/{language}/my/sessions")


def my_password(page: Page, language: str) -> None:
    """With the old one to be given, and that given wrong."""
    email = f"password-{language}@example.org"
    letters.sign_up(page, language, email)
    page.context.clear_cookies(name="__Host-session")
    enter(page, language, email)
    visit(page, f"/{language}/my/password")
    page.locator("#old").fill("wrong")
    with next_page(page):
        page.locator(".sheet .main").click()
    expect(page.locator("#old-error")).to_be_visible()


def my_permissions(page: Page, language: str) -> None:
    """One allowed, one withdrawn, one tried with an older text; the browser is anonymous, and every text unfolded."""
    letters.sign_up(page, language, f"permissions-{language}@example.org")
    visit(page, f"/{language}/my/permissions")
    for button in ("#learn button", "#news button", "#news button", "#browser button"):
        with next_page(page):
            page.locator(button).click()
    page.locator("#remember input").evaluate("field => field.value = 'an older one'")
    with next_page(page):
        page.locator("#remember button").click()
    expect(page.locator(".note.stop")).to_be_visible()
    page.evaluate(UNFOLD)


def my_facts(page: Page, language: str) -> None:
    """One learned, one forgotten for good, a measure, weak signs, and a mistake in a field; all unfolded."""
    letters.sign_up(page, language, f"facts-{language}@example.org")
    visit(page, f"/{language}/my/permissions")
    for purpose in ("learn", "remember"):
        with next_page(page):
            page.locator(f"#{purpose} button").click()
    visit(page, f"/{language}/build/ebike?c=colour.pine,bar.riser")
    with next_page(page):
        page.locator(".slip-actions [formaction$='/specs']").click()
    visit(page, f"/{language}/my/facts")
    for button in ("[action$='/forgetting'] button", ".ask button[value=tours]"):
        with next_page(page):
            page.locator(button).first.click()
    page.locator("#ask-measure\\.inseam").fill("84.3")
    with next_page(page):
        page.keyboard.press("Enter")
    expect(page.locator("#mistakes")).to_be_visible()
    page.evaluate(UNFOLD)


def my_facts_without_any(page: Page, language: str) -> None:
    letters.sign_up(page, language, f"no-facts-{language}@example.org")
    visit(page, f"/{language}/my/facts")


def my_permissions_of_a_guest(page: Page, language: str) -> None:
    visit(page, f"/{language}/my/permissions")


def privacy(page: Page, language: str) -> None:
    visit(page, f"/{language}/privacy")
    page.evaluate(UNFOLD)


def joining(page: Page, language: str) -> None:
    spec_of_own(page, language)
    letters.sign_up(page, language, f"joining-{language}@example.org")
    expect(page.locator(".browsers")).to_be_visible()


ORDERED: dict[tuple[str, str], tuple[str, list[Any]]] = {}
"""By shop and language: the number of an order, and the cookies of the browser that placed it."""


def ordered(page: Page, language: str, *, anew: bool = False) -> str:
    """The number of an order that is paid, in the browser that placed it: the shop's first one in this language, which
    several scenes look at, or one more."""
    page.context.clear_cookies()
    shop = urlsplit(page.url).netloc
    if anew or (shop, language) not in ORDERED:
        anna = Buyer(page, language, f"orders-{language}@example.org")
        anna.build(plate="Annabella")
        anna.check()
        anna.order()
        number = anna.pay()
        ORDERED[shop, language] = number, list(page.context.cookies())
    number, cookies = ORDERED[shop, language]
    page.context.add_cookies(cookies)
    return number


def cart_without_anything(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/cart")


def cart(page: Page, language: str) -> None:
    """Two bikes, one of them taken out again, and a number of pieces that is none."""
    page.context.clear_cookies()
    buyer = Buyer(page, language, "cart@example.org")
    buyer.build()
    buyer.build("/build/ebike?base=city")
    with next_page(page):
        page.locator("form[action$=removal] .btn").first.click()
    page.locator(".pieces").fill("none")
    with next_page(page):
        page.locator("form[action$=quantity] .btn").first.click()
    expect(page.locator("#notices .note")).to_be_visible()


def delivery_with_mistakes(page: Page, language: str) -> None:
    page.context.clear_cookies()
    buyer = Buyer(page, language, "anna@")
    buyer.build()
    buyer.follow("Go to the checkout")
    with next_page(page):
        page.locator("form.sheet .btn.main").click()
    expect(page.locator("#mistakes")).to_be_visible()


def check(page: Page, language: str) -> None:
    page.context.clear_cookies()
    buyer = Buyer(page, language, "check@example.org")
    buyer.build(plate="Anna")
    buyer.check()
    page.evaluate(UNFOLD)


def order_not_paid(page: Page, language: str) -> None:
    check(page, language)
    with next_page(page):
        page.locator(".ticket .btn.main").click()
    page.wait_for_url("**/pay/**")
    with next_page(page):
        page.get_by_role("link").last.click()
    expect(page.locator("form[action$=payments] .btn")).to_be_visible()


def order(page: Page, language: str) -> None:
    """Paid; an address for our mail that is none was typed."""
    number = ordered(page, language)
    visit(page, f"/{language}/orders/{number}")
    page.evaluate(UNFOLD)
    page.locator("#email").fill("anna@")
    with next_page(page):
        page.locator("form[action$=email] .btn").click()
    expect(page.locator("#email-error")).to_be_visible()


def my_orders_without_any(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/my/orders")


def my_orders(page: Page, language: str) -> None:
    ordered(page, language)
    visit(page, f"/{language}/my/orders")


def my_data_of_a_guest(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/my/data")


def my_data(page: Page, language: str) -> None:
    """With an order that would stay; an erasure was asked for."""
    email = f"data-{language}@example.org"
    letters.sign_up(page, language, email)
    buyer = Buyer(page, language, email)
    buyer.build(plate="Annabella")
    buyer.check()
    buyer.order()
    buyer.pay()
    visit(page, f"/{language}/my/data")
    with next_page(page):
        page.locator("form[action$='/my/data/erasure'] .btn").click()
    expect(page.locator(".note.warn")).to_be_visible()


def erased(page: Page, language: str) -> None:
    visit(page, f"/{language}/erased")


AT_DESK: dict[str, list[Any]] = {}
"""By shop: the cookie of a browser in which the reviewer is signed in; a shop mails only so many links in a while."""


def at_the_desk(page: Page, language: str) -> None:
    shop = urlsplit(page.url).netloc
    if shop not in AT_DESK:
        letters.sign_in(page, language, REVIEWER)
        AT_DESK[shop] = [cookie for cookie in page.context.cookies() if cookie.get("name") == "__Host-session"]
    page.context.add_cookies(AT_DESK[shop])


def staff_queue(page: Page, language: str) -> None:
    ordered(page, language)
    at_the_desk(page, language)
    visit(page, f"/{language}/staff/orders?work=any")


def staff_order(page: Page, language: str) -> None:
    """Something is asked, and the form says what is missing for a refusal."""
    number = ordered(page, language, anew=True)
    at_the_desk(page, language)
    visit(page, f"/{language}/staff/orders/{number}")
    page.locator("#question").fill("Shall the plate say Annabella or Anna?")
    with next_page(page):
        page.locator("button[formaction$=question]").click()
    with next_page(page):
        page.locator("button[formaction$=decline]").click()
    expect(page.locator("#reason-error")).to_be_visible()


def staff_feed(page: Page, language: str) -> None:
    at_the_desk(page, language)
    visit(page, f"/{language}/staff/feed")


def not_found(page: Page, language: str) -> None:
    visit(page, f"/{language}/nowhere", 404)


def interface(page: Page, language: str) -> None:
    visit(page, f"/{language}/schema")


SCENES: dict[str, Callable[[Page, str], None]] = {
    scene.__name__.replace("_", " "): scene
    for scene in (
        home,
        build_unfolded,
        build_for_anna,
        conflict,
        kept_back,
        mistake,
        spec_of_own,
        spec_changed,
        spec_of_another,
        spec_named,
        spec_deleted,
        my_specs_without_any,
        my_specs,
        sign_in,
        sign_in_refused,
        sign_up,
        letter_on_its_way,
        link_unknown,
        account_with_a_weak_password,
        my_page_of_a_guest,
        my_page,
        my_sessions,
        my_password,
        my_permissions,
        my_permissions_of_a_guest,
        my_facts,
        my_facts_without_any,
        privacy,
        joining,
        cart_without_anything,
        cart,
        delivery_with_mistakes,
        check,
        order_not_paid,
        order,
        my_orders_without_any,
        my_orders,
        my_data_of_a_guest,
        my_data,
        erased,
        staff_queue,
        staff_order,
        staff_feed,
        not_found,
        interface,
    )
}
