"""Somebody looks at every order before it is made; every change says who, when and why."""

from collections import Counter

import pytest
from litestar import Litestar
from sqlalchemy import select

from app.core.database import Database
from app.core.outbox import Outgoing
from configurator.orders.pages import LONGEST_MESSAGE
from configurator.orders.states import By, Payment, Work
from configurator.payments.models import Refund
from tests.support.databases import statements_of
from tests.support.mail import MailServer, words_of
from tests.support.orders import ANNA, act, order_of, placed_order, press
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor

QUESTION = "Shall the plate say Annabella or Anna?"
STEPS = [Work.IN_PRODUCTION, Work.READY, Work.DISPATCHED, Work.DELIVERED]


async def test_the_page_tells_what_the_workshop_needs(irina: Visitor, number: int):
    page = await irina.open(f"/staff/orders/{number}")

    for words in ("2 × Everyday 28", "91.5 cm", "Annabella", "Please ring twice.", "revision 1", "Berlin, Germany"):
        assert words in page.words
    assert page.all("svg")
    assert (await order_of(irina.shop, number)).lines[0].version[:12] in page.words


async def test_but_neither_the_address_nor_the_email(irina: Visitor, number: int):
    html = (await irina.client.get(f"/staff/orders/{number}", headers=BROWSER)).text

    assert "a…a@example.org" in html
    kept_back = [ANNA[name] for name in ("email", "name", "street", "more", "postcode")]
    assert not [words for words in kept_back if words in html]


async def test_a_reviewer_asks_and_the_customer_answers_and_it_is_approved(
    stocked: Litestar, anna: Visitor, irina: Visitor, number: int
):
    await act(irina, number, "question", question=QUESTION)
    asked = await order_of(stocked, number)
    assert (asked.work, asked.messages[0].text) == (Work.WAITING, QUESTION)

    await anna.client.post(f"/orders/{number}/answers", data={"text": "Anna, please."}, headers=BROWSER)
    page = await irina.open(f"/staff/orders/{number}")
    assert QUESTION in page.words
    assert "Anna, please." in page.words

    await act(irina, number, "approval")
    approved = await order_of(stocked, number)
    told = [(change.after, change.by, change.person and change.person.name) for change in approved.changes]
    assert told[2:] == [
        (Work.WAITING, By.STAFF, "Irina"),
        (Work.IN_REVIEW, By.CUSTOMER, None),
        (Work.APPROVED, By.STAFF, "Irina"),
    ]


async def test_what_is_not_paid_gets_into_no_review_by_an_answer_to_no_question(stocked: Litestar, anna: Visitor):
    number = await placed_order(anna)
    answer = await anna.client.post(f"/orders/{number}/answers", data={"text": "Yes."}, headers=BROWSER)
    order = await order_of(stocked, number)

    assert answer.status_code == 409
    assert (order.work, order.messages) == (Work.PLACED, [])


async def test_every_change_stands_in_the_history_with_who_when_and_why(irina: Visitor, jonas: Visitor, number: int):
    await act(irina, number, "question", question=QUESTION)
    await act(jonas, number, "decline", reason="We have no steel left.")
    order = await order_of(irina.shop, number)
    page = await irina.open(f"/staff/orders/{number}")
    rows = [[cell.words for cell in row.all("td")][1:] for row in page.all("tr") if row.all("time")]

    assert rows == [
        ["Placed", "the customer"],
        ["To review", "the payment service"],
        ["Waits for the customer", "Irina"],
        ["Declined", "Jonas: We have no steel left."],
        ["Paid", "the payment service"],
        ["Refund due", "the payment service: the order was declined"],
    ]
    for change in order.changes:
        assert page.all("time", datetime=f"{change.at:%Y-%m-%dT%H:%M:%SZ}")


async def test_what_is_declined_is_paid_back_once(stocked: Litestar, database: Database, irina: Visitor, number: int):
    page = await irina.open(f"/staff/orders/{number}")
    first = await press(irina, page, "decline", reason="We have no steel left.")
    second = await press(irina, page, "decline", reason="We have no steel left.")
    third = await press(irina, await irina.open(f"/staff/orders/{number}"), "decline", reason="Once more.")
    order = await order_of(stocked, number)
    async with database.reading() as session:
        refunds = list(await session.scalars(select(Refund)))
        sent = Counter(await session.scalars(select(Outgoing.kind)))

    assert [answer.status_code for answer in (first, second, third)] == [303, 409, 409]
    assert (order.work, order.payment) == (Work.DECLINED, Payment.REFUND_DUE)
    assert [refund.amount for refund in refunds] == [order.total]
    assert sent["refund"] == 1


async def test_the_customer_is_written_to_at_every_turn(
    stocked: Litestar, anna: Visitor, irina: Visitor, number: int, mailserver: MailServer
):
    await act(irina, number, "question", question=QUESTION)
    await anna.client.post(f"/orders/{number}/answers", data={"text": "Anna, please."}, headers=BROWSER)
    await act(irina, number, "approval")
    for _ in STEPS:
        await act(irina, number, "progress")
    await mailserver.collect(stocked)
    letters = mailserver.to("anna@example.org")

    assert [letter["Subject"] for letter in letters] == [
        f"Your order {number}",
        f"A question about your order {number}",
        f"Your order {number} is approved",
        f"Your order {number} is on its way",
    ]
    assert QUESTION in words_of(letters[1])


async def test_who_is_declined_reads_why(stocked: Litestar, irina: Visitor, number: int, mailserver: MailServer):
    await act(irina, number, "decline", reason="We have no steel left.")
    await mailserver.collect(stocked)

    assert "We have no steel left." in words_of(mailserver.to("anna@example.org")[-1])


async def test_the_workshop_goes_one_step_at_a_time(irina: Visitor, number: int):
    await act(irina, number, "approval")
    for step, words in zip(STEPS, ("In the workshop", "Ready", "On its way", "Delivered"), strict=True):
        page = await irina.open(f"/staff/orders/{number}")
        assert [button.words for button in page.all("button")][-1] == f"Next: {words}"
        await act(irina, number, "progress")
        assert (await order_of(irina.shop, number)).work is step

    assert not [
        button for button in (await irina.open(f"/staff/orders/{number}")).all("button") if "Next" in button.words
    ]


@pytest.mark.parametrize("field", ["question", "reason"])
@pytest.mark.parametrize("text", ["", "  \r\n ", "x" * (LONGEST_MESSAGE + 1), "a\0b"])
async def test_the_customer_is_told_something_or_nothing_is_done(irina: Visitor, number: int, field: str, text: str):
    typed = {"question": "Which plate?", "reason": "No steel.", field: text}
    page = await irina.open(f"/staff/orders/{number}")
    answer = await press(irina, page, "decline" if field == "reason" else "question", **typed)
    again = Page(answer)

    assert answer.status_code == 422
    assert "Write what the customer is to read" in again.description(field)
    assert again.link("Write what the customer is to read") == f"#{field}"
    assert {name: again.field(name).words for name in typed} == {
        name: " ".join(said.split()) for name, said in typed.items()
    }
    assert (await order_of(irina.shop, number)).work is Work.IN_REVIEW


class TestTwoReviewers:
    """Irina and Jonas on one order."""

    async def test_who_comes_second_is_told_at_the_top(self, irina: Visitor, jonas: Visitor, number: int):
        await act(jonas, number, "review")
        page = await irina.open(f"/staff/orders/{number}")

        assert "Jonas has been looking at this since" in page.all("header")[1].words
        assert "You have been looking at this since" in (await jonas.open(f"/staff/orders/{number}")).words

    async def test_taking_it_over_is_one_button_and_the_first_is_told(
        self, irina: Visitor, jonas: Visitor, number: int
    ):
        await act(jonas, number, "review")
        at_jonas = await jonas.open(f"/staff/orders/{number}")
        await act(irina, number, "review")
        answer = await press(jonas, at_jonas, "approval")

        assert answer.status_code == 409
        assert "Irina has been looking at this since" in Page(answer).notices
        assert (await order_of(irina.shop, number)).work is Work.IN_REVIEW

    async def test_nobody_acts_on_an_old_picture_and_what_was_typed_is_kept(
        self, stocked: Litestar, irina: Visitor, jonas: Visitor, number: int
    ):
        at_jonas = await jonas.open(f"/staff/orders/{number}")
        await act(irina, number, "question", question=QUESTION)
        answer = await press(jonas, at_jonas, "decline", reason="We have no steel left.", question="And the colour?")
        again = Page(answer)

        assert answer.status_code == 409
        assert "Nothing is done yet" in again.notices
        assert "Irina asked the customer a question at" in again.notices
        assert again.field("reason").words == "We have no steel left."
        assert again.field("question").words == "And the colour?"
        assert (await order_of(stocked, number)).work is Work.WAITING

    async def test_once_seen_it_can_be_done(self, irina: Visitor, jonas: Visitor, number: int):
        at_jonas = await jonas.open(f"/staff/orders/{number}")
        await act(irina, number, "question", question=QUESTION)
        again = Page(await press(jonas, at_jonas, "decline", reason="We have no steel left."))
        answer = await press(jonas, again, "decline", reason=again.field("reason").words)

        assert answer.status_code == 303
        assert (await order_of(irina.shop, number)).work is Work.DECLINED

    async def test_what_the_customer_did_meanwhile_is_told_too(self, anna: Visitor, irina: Visitor, number: int):
        await act(irina, number, "question", question=QUESTION)
        page = await irina.open(f"/staff/orders/{number}")
        await anna.client.post(f"/orders/{number}/answers", data={"text": "Anna, please."}, headers=BROWSER)
        answer = await press(irina, page, "approval")

        assert answer.status_code == 409
        assert "The customer answered at" in Page(answer).notices


async def test_an_order_that_is_not_paid_can_only_be_looked_at(stocked: Litestar, anna: Visitor, irina: Visitor):
    unpaid = await placed_order(anna)
    page = await irina.open(f"/staff/orders/{unpaid}")
    assert not [button for button in page.all("button") if button.words]

    for verb in ("approval", "question", "decline", "progress"):
        answer = await press(irina, page, verb, turn="0", question="Why?", reason="So.")
        assert answer.status_code == 409
        assert "That cannot be done with this order any more." in Page(answer).notices
    assert (await order_of(stocked, unpaid)).work is Work.PLACED


@pytest.mark.parametrize(
    "form", [{}, {"turn": ""}, {"turn": "-1"}, {"turn": "9" * 400, "seen": "9" * 400}, {"turn": "\0", "seen": "x"}]
)
async def test_a_form_that_is_none_of_ours_does_nothing(irina: Visitor, number: int, form: dict[str, str]):
    answer = await irina.client.post(f"/staff/orders/{number}/approval", data=form, headers=BROWSER)

    assert answer.status_code == 409
    assert (await order_of(irina.shop, number)).work is Work.IN_REVIEW


async def test_mail_that_came_back_and_money_that_goes_back_are_said(
    stocked: Litestar, irina: Visitor, number: int, mailserver: MailServer
):
    mailserver.refused.add("anna@example.org")
    await mailserver.collect(stocked)
    await act(irina, number, "decline", reason="We have no steel left.")
    page = await irina.open(f"/staff/orders/{number}")

    assert "Our mail to the customer came back." in page.notices
    assert "goes back to the customer." in page.notices


async def test_a_refund_that_failed_is_said_with_what_we_know(
    stocked: Litestar, database: Database, irina: Visitor, number: int
):
    await act(irina, number, "decline", reason="We have no steel left.")
    async with database.writing() as session:
        row = (await session.scalars(select(Outgoing).where(Outgoing.kind == "refund"))).one()
        row.failed_at, row.error = row.created_at, "the payment service answers 402"
    page = await irina.open(f"/staff/orders/{number}")

    assert "failed. the payment service answers 402" in page.notices

    await act(irina, number, "refund")
    assert "goes back to the customer." in (await irina.open(f"/staff/orders/{number}")).notices
    async with database.reading() as session:
        row = (await session.scalars(select(Outgoing).where(Outgoing.kind == "refund"))).one()
    assert (row.failed_at, row.tries) == (None, 0)


async def test_where_no_refund_has_failed_none_is_tried_again(irina: Visitor, number: int):
    turn = str((await order_of(irina.shop, number)).turn)
    answer = await irina.client.post(f"/staff/orders/{number}/refund", data={"turn": turn}, headers=BROWSER)

    assert answer.status_code == 409
    assert "That cannot be done with this order any more." in answer.text


async def test_an_administrator_sees_the_order_without_the_personal_answers_and_may_not_act(
    administrator: Visitor, number: int
):
    page = await administrator.open(f"/staff/orders/{number}")
    answer = await press(administrator, page, "approval", turn=str((await order_of(administrator.shop, number)).turn))

    assert "Everyday 28" in page.words
    assert not [words for words in ("91.5", "Annabella") if words in page.words]
    assert not [button for button in page.all("button") if button.words]
    assert answer.status_code == 403
    assert (await order_of(administrator.shop, number)).work is Work.IN_REVIEW


async def test_it_is_in_russian_too(irina: Visitor, number: int):
    page = await irina.open(f"/ru/staff/orders/{number}")

    for words in ("На проверку", "Одобрить как заказано", "Berlin, Германия"):
        assert words in page.words


@pytest.mark.parametrize("where", ["/staff/orders/1", "/staff/orders/999999999999999999", "/staff/orders/1000"])
async def test_an_order_that_is_none_is_not_found(irina: Visitor, where: str):
    await irina.open(where, 404)


async def test_the_page_asks_the_database_little_however_much_has_happened(
    stocked: Litestar, database: Database, anna: Visitor, irina: Visitor, number: int
):
    with statements_of(database) as few:
        await irina.open(f"/staff/orders/{number}")
    for round_ in range(3):
        await act(irina, number, "question", question=f"{QUESTION} {round_}")
        await anna.client.post(f"/orders/{number}/answers", data={"text": "Yes."}, headers=BROWSER)
    with statements_of(database) as many:
        await irina.open(f"/staff/orders/{number}")

    assert len(few) == len(many) <= 8
