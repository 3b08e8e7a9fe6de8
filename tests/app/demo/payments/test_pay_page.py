"""The page on which people pay in the demo: without scripts, in both languages, once."""

from __future__ import annotations

import pytest

from app.demo.payments.account import Means
from tests.app.demo.payments.conftest import FORM, SESSIONS, TOTAL, Program
from tests.support.pages import Page
from tests.support.payments import Payments


async def test_it_shows_what_is_paid_for_and_says_that_it_is_a_demo(program: Program, payments: Payments):
    session = await program.open_session()
    page = await payments.open(session["url"])

    assert "This is a demo." in page.words
    assert [row.words for row in page.all("tr")][1:] == ["E-bike€3,480.00", "Shipping × 2€98.00", "Total€3,578.00"]
    assert "A-1001" in page.words
    assert "anna@example.org" in page.words
    assert page.link("Back without paying") == "https://shop.example/checkout"
    assert [button["value"] for button in page.all("button")] == list(Means)


async def test_it_speaks_the_language_of_the_session(program: Program, payments: Payments):
    session = await program.open_session(locale="ru")
    page = await payments.open(session["url"])

    assert "Это демонстрация." in page.words
    assert "Оплатить 3 578,00 €" in page.words.replace("\N{NO-BREAK SPACE}", " ")


async def test_it_asks_nothing_of_others_and_leads_to_the_shop_alone(program: Program, payments: Payments):
    session = await program.open_session()
    answer = await payments.press(session["url"], Means.DECLINED_CARD)
    policy = answer.headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert policy.endswith("form-action 'self' https://shop.example")
    assert "unsafe" not in policy
    for link in Page(answer).all("link"):
        assert link["href"].startswith("/static/")


async def test_a_declined_card_can_be_followed_by_another(program: Program, payments: Payments):
    session = await program.open_session()
    declined = await payments.press(session["url"], Means.DECLINED_CARD)

    assert declined.status_code == 422
    assert "The card was declined." in Page(declined).words
    assert (await program.get(f"{SESSIONS}/{session['id']}"))["status"] == "open"
    assert payments.pending() == []
    assert await payments.pay(session["url"]) == f"https://shop.example/paid?page={session['id']}"
    (entry,) = payments.server.books().values()
    assert entry.paid == TOTAL


@pytest.mark.parametrize("means", [Means.CARD, Means.TRANSFER])
async def test_paying_twice_takes_money_once(program: Program, payments: Payments, means: Means):
    session = await program.open_session()
    await payments.pay(session["url"], means)
    again = await payments.press(session["url"], Means.CARD)
    payments.server.pass_time(60)

    assert again.status_code == 409
    assert Page(again).link("Back to the shop") == f"https://shop.example/paid?page={session['id']}"
    (entry,) = payments.server.books().values()
    assert entry.paid == TOTAL


async def test_a_closed_session_says_so(program: Program, payments: Payments):
    session = await program.open_session()
    await program.post(f"{SESSIONS}/{session['id']}/expire")
    page = await payments.open(session["url"])

    assert "This page has expired" in page.words
    assert page.link("Back to the shop") == "https://shop.example/checkout"
    assert page.all("button") == []


@pytest.mark.parametrize("means", ["", "gold", "CARD", "\0"])
async def test_a_button_that_is_none_changes_nothing(program: Program, payments: Payments, means: str):
    session = await program.open_session()
    answer = await payments.press(session["url"], means)

    assert answer.status_code == 422
    assert (await program.get(f"{SESSIONS}/{session['id']}"))["status"] == "open"


async def test_an_address_that_is_none_has_a_page(payments: Payments):
    page = await payments.open(f"{payments.address}/pay/cs_test_nothing", status=404)

    assert "There is nothing here" in page.words


async def test_without_an_address_to_go_back_to_there_is_no_link(program: Program, payments: Payments):
    form = {name: value for name, value in FORM.items() if name != "cancel_url"}
    page = await payments.open((await program.post(SESSIONS, form))["url"])

    assert page.all("a") == []
