"""Anna orders; Irina of the staff asks and approves; Anna signs up and finds all of it on her page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.browsers import OpenPage, next_page
from tests.support.buyers import Buyer, email_of, plain
from tests.support.letters import sign_up
from tests.support.scenes.desk import at_the_desk
from tests.support.shops import REVIEWER

QUESTION = "Would you like the lower rack?\nIt carries more."
ANSWER = "Да, пожалуйста: пониже.\nYes please."


@pytest.fixture(params=["en", "ru"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def anna(open_page: OpenPage, language: str, script: bool) -> Buyer:
    return Buyer(open_page(f"/{language}", script=script), language, email_of("anna"))


@pytest.fixture
def irina(open_page: OpenPage, language: str, script: bool) -> Buyer:
    page = open_page(f"/{language}", script=script)
    at_the_desk(page, language)
    return Buyer(page, language, REVIEWER)


def test_a_question_an_answer_an_approval(anna: Buyer, irina: Buyer):
    anna.build(plate="Анна")
    anna.check()
    anna.order()
    number = anna.pay()

    irina.open("/staff/orders")
    with next_page(irina.page):
        irina.page.get_by_role("link", name=number, exact=True).click()
    expect(irina.page.get_by_role("main")).to_contain_text("Анна")
    expect(irina.page.get_by_role("main")).not_to_contain_text(anna.email)
    expect(irina.page.get_by_role("main")).not_to_contain_text("Ahornweg")
    irina.field("A question to the customer").fill(QUESTION)
    irina.press("Ask the customer")

    letter = anna.letter("A question about your order {number}", number=number)
    assert plain(QUESTION) in plain(letter)
    anna.open(f"/orders/{number}")
    anna.wait_for("Waits for an answer")
    anna.press("Send the answer")
    expect(anna.page.locator("#text-error")).to_be_visible()
    anna.field("Your answer").fill(ANSWER)
    anna.press("Send the answer")
    anna.wait_for("We are looking at it")

    irina.open(f"/staff/orders/{number}")
    expect(irina.page.get_by_role("main")).to_contain_text("Yes please.")
    irina.press("Approve as ordered")
    anna.letter("Your order {number} is approved", number=number)
    anna.open(f"/orders/{number}")
    anna.wait_for("Approved")


def test_declined_with_a_reason_her_money_comes_back(anna: Buyer, irina: Buyer):
    anna.build()
    checked = anna.check()
    anna.order()
    number = anna.pay()

    irina.open(f"/staff/orders/{number}")
    irina.press("Decline and give the money back")
    expect(irina.page.locator("#reason-error")).to_be_visible()
    irina.field("Why it cannot be made: the customer reads it").fill("The frame is sold out.")
    irina.press("Decline and give the money back")

    anna.letter("We cannot make your order {number}", number=number)
    assert plain(checked) in plain(anna.letter("Your refund for order {number}", number=number))
    anna.open(f"/orders/{number}")
    anna.wait_for("Declined")
    expect(anna.page.get_by_role("main")).to_contain_text("The frame is sold out.")


def test_a_guest_signs_up_and_finds_spec_and_order(anna: Buyer):
    anna.build()
    code = anna.page.locator(".basket-line .code").inner_text()
    anna.check()
    anna.order()
    number = anna.pay()

    sign_up(anna.page, anna.language, anna.email)
    expect(anna.page.get_by_role("main")).to_contain_text(number)
    anna.press("These are mine: join them")
    anna.open("/my/orders")
    with next_page(anna.page):
        anna.page.locator(f"main a[href$='/orders/{number}']").first.click()
    anna.wait_for("We are looking at it")
    anna.open("/my/specs")
    expect(anna.page.get_by_role("main")).to_contain_text(code)


def test_a_guest_opens_the_order_on_another_device_by_the_letters_link(anna: Buyer, open_page: OpenPage):
    anna.build()
    anna.check()
    anna.order()
    number = anna.pay()
    phone = Buyer(open_page(f"/{anna.language}", script=False), anna.language, anna.email)
    answer = phone.page.goto(f"/{anna.language}/orders/{number}")
    assert answer is not None
    assert answer.status == 404

    phone.letter("Your order {number}", number=number)
    with next_page(phone.page):
        phone.page.locator(".letter-text a").first.click()
    with next_page(phone.page):
        phone.page.get_by_role("main").get_by_role("button").click()
    phone.wait_for("We are looking at it")
    assert "token" not in phone.page.url
