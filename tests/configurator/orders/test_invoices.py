"""The invoice of Ivan's order, and what staff note of its money: each note says who, when and why."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from litestar import Litestar
from sqlalchemy import update

from app.core import clock
from app.core.database import Database
from app.core.settings import Settings
from configurator.orders.books import restrict
from configurator.orders.models import FIRST_NUMBER, Order
from configurator.orders.queries import order_of_number
from configurator.orders.states import By, Payment, Work
from configurator.payments.models import Invoice
from tests.support.invoices import BANK, SELLER, invoicing_shop, ordered, with_seller
from tests.support.mail import MailServer
from tests.support.orders import act, order_of, placed_order, press
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor, Welcome

NOTE = "Payment order 417 of 1 December"


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    async with invoicing_shop(sqlite_template, tmp_path_factory.mktemp("shop")) as app:
        yield app


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Of the shops that tests have for themselves."""
    return with_seller(settings)


@pytest.fixture
def ivan(welcome: Welcome) -> Visitor:
    return welcome()


@pytest.fixture
async def card_order(anna: Visitor) -> int:
    """The number of an order that is to be paid by card."""
    return await placed_order(anna)


@pytest.fixture
async def number(ivan: Visitor) -> int:
    """The number of Ivan's order, whose invoice is not paid yet."""
    return await ordered(ivan)


async def overdue(shop: Litestar, number: int) -> None:
    """Let the time to pay be over since yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    database: Database = shop.state.database
    async with database.writing() as session:
        invoice = Invoice.order_id == number - FIRST_NUMBER + 1
        await session.execute(update(Invoice).where(invoice).values(due_on=yesterday))


async def erased(shop: Litestar, number: int) -> Order:
    """The order once its customer is erased."""
    database: Database = shop.state.database
    async with database.writing() as session:
        order = await order_of_number(session, number, lock=True)
        assert order is not None
        await restrict(session, order)
    return await order_of(shop, number)


async def letters(mailserver: MailServer, shop: Litestar, number: int) -> list[str]:
    """The subjects of what Ivan was written about the order."""
    return [each["Subject"] for each in await mailserver.collect(shop) if str(number) in each["Subject"]]


class TestTheInvoice:
    async def test_it_names_seller_buyer_account_things_tax_and_day(self, ivan: Visitor, number: int):
        page = await ivan.open(f"/orders/{number}/invoice")
        order = await order_of(ivan.shop, number)

        for words in (*SELLER, *BANK, "Иван Петров", "Everyday 28", f"Payment for order {number}", "Shipping"):
            assert words in page.words, words
        assert page.part("total").words == "RUB 274,600.00"
        assert order.invoice is not None
        assert order.invoice.due_on == order.placed_at.date() + timedelta(days=14)

    async def test_in_russian(self, ivan: Visitor, number: int):
        page = await ivan.open(f"/ru/orders/{number}/invoice")

        assert page.all("h1")[0].words == f"Счёт № {number}"
        assert f"Оплата заказа № {number}" in page.words
        assert "в том числе НДС 22 %" in page.words

    async def test_a_stranger_does_not_see_it(self, welcome: Welcome, number: int):
        await welcome().open(f"/orders/{number}/invoice", status=404)

    async def test_it_stays_as_it_was_when_the_seller_moves(
        self, ivan: Visitor, number: int, monkeypatch: pytest.MonkeyPatch
    ):
        moved = replace(ivan.shop.state.settings, seller=("Somebody else",))
        monkeypatch.setitem(ivan.shop.state._state, "settings", moved)

        assert SELLER[0] in (await ivan.open(f"/orders/{number}/invoice")).words

    async def test_an_order_that_is_taken_back_is_not_to_be_paid(self, ivan: Visitor, number: int):
        await ivan.client.post(f"/orders/{number}/cancellation", headers=BROWSER)

        assert "Please do not pay its invoice." in (await ivan.open(f"/orders/{number}")).words
        assert "Cancelled" in (await ivan.open(f"/orders/{number}/invoice")).words


class TestTheMoneyComesIn:
    async def test_it_goes_to_the_reviewers_and_the_note_says_who_and_why(
        self, stocked: Litestar, ivan: Visitor, irina: Visitor, number: int, mailserver: MailServer
    ):
        await act(irina, number, "payment", note=NOTE)
        order = await order_of(stocked, number)

        assert (order.payment, order.work) == (Payment.PAID, Work.IN_REVIEW)
        assert order.invoice is not None
        assert order.invoice.received == order.total
        told = [(each.after, each.by, each.person and each.person.name, each.why) for each in order.changes]
        assert told == [
            (Payment.PAID, By.STAFF, "Irina", NOTE),
            (Work.IN_REVIEW, By.STAFF, "Irina", ""),
        ]
        assert NOTE in (await irina.open(f"/staff/orders/{number}")).words
        assert NOTE not in (await ivan.open(f"/orders/{number}")).words
        assert f"Your order {number}" in await letters(mailserver, stocked, number)
        assert "Paid" in (await ivan.open(f"/orders/{number}/invoice")).words

    async def test_once_is_enough(self, irina: Visitor, number: int):
        page = await irina.open(f"/staff/orders/{number}")
        await press(irina, page, "payment")
        answer = await press(irina, page, "payment", note=NOTE)

        assert answer.status_code == 409
        assert "noted at" in Page(answer).notices
        assert NOTE in Page(answer).words

    async def test_a_note_that_is_too_long_is_kept_in_the_field(self, irina: Visitor, number: int):
        answer = await press(irina, await irina.open(f"/staff/orders/{number}"), "payment", note="x" * 2001)

        assert answer.status_code == 422
        assert "At most 2000 characters" in Page(answer).description("note")

    async def test_an_order_by_card_has_no_invoice_to_note(self, irina: Visitor, anna: Visitor, card_order: int):
        for deed in ("payment", "return", "cancellation"):
            page = await irina.open(f"/staff/orders/{card_order}")
            answer = await press(irina, page, deed, note=NOTE, reason="Why not?")
            assert answer.status_code == 409, deed
        await anna.open(f"/orders/{card_order}/invoice", status=404)

    @pytest.mark.parametrize("deed", ["payment", "return", "cancellation"])
    async def test_who_only_reads_the_desk_notes_nothing(self, administrator: Visitor, number: int, deed: str):
        answer = await administrator.client.post(f"/staff/orders/{number}/{deed}", headers=BROWSER)

        assert answer.status_code == 403


class TestTheMoneyIsLate:
    async def test_late_ones_are_listed(self, stocked: Litestar, ivan: Visitor, irina: Visitor, number: int):
        assert "Invoice late" not in (await irina.open("/staff/orders")).words
        await overdue(stocked, number)
        queue = await irina.open((await irina.open("/staff/orders")).link("Invoice late"))

        assert queue.link(str(number)) == f"/staff/orders/{number}"
        assert "It is late." in (await irina.open(f"/staff/orders/{number}")).words
        assert "nothing has arrived yet" in (await ivan.open(f"/orders/{number}")).words

    async def test_nobody_waits_for_ever_and_the_customer_reads_why(
        self, ivan: Visitor, irina: Visitor, number: int, mailserver: MailServer
    ):
        await overdue(ivan.shop, number)
        seen = await irina.open(f"/staff/orders/{number}")
        await act(irina, number, "cancellation", reason="We have not heard from you for a month.")
        page = await ivan.open(f"/orders/{number}")

        assert "We have not heard from you for a month." in page.notices
        assert f"Your order {number} is cancelled" in await letters(mailserver, ivan.shop, number)
        assert "Irina cancelled the order" in Page(await press(irina, seen, "payment")).notices

    async def test_without_a_reason_nothing_is_cancelled(self, irina: Visitor, number: int):
        answer = await press(irina, await irina.open(f"/staff/orders/{number}"), "cancellation")

        assert answer.status_code == 422
        assert (await order_of(irina.shop, number)).work is Work.PLACED

    async def test_what_is_paid_is_not_called_off(self, irina: Visitor, number: int):
        await act(irina, number, "payment")
        page = await irina.open(f"/staff/orders/{number}")

        assert (await press(irina, page, "cancellation", reason="Too late.")).status_code == 409

    async def test_what_comes_in_for_a_cancelled_order_goes_back(
        self, ivan: Visitor, irina: Visitor, number: int, mailserver: MailServer
    ):
        await ivan.client.post(f"/orders/{number}/cancellation", headers=BROWSER)
        await act(irina, number, "payment", note=NOTE)
        due = await order_of(ivan.shop, number)
        assert (due.payment, due.work) == (Payment.REFUND_DUE, Work.CANCELLED)

        await act(irina, number, "return", note="Sent back by order 12")
        back = await order_of(ivan.shop, number)
        assert (back.payment, back.changes[-1].why) == (Payment.REFUNDED, "Sent back by order 12")
        assert f"Your refund for order {number}" in await letters(mailserver, ivan.shop, number)


class TestTheMoneyGoesBack:
    async def test_when_the_order_is_declined(self, ivan: Visitor, irina: Visitor, number: int):
        await act(irina, number, "payment")
        await act(irina, number, "decline", reason="The frame is out.")
        assert (await order_of(ivan.shop, number)).payment is Payment.REFUND_DUE
        assert "RUB 274,600.00 is sent back" in (await irina.open(f"/staff/orders/{number}")).words

        await act(irina, number, "return")
        assert "All you paid was sent back the way it came." in (await ivan.open(f"/orders/{number}")).words

    async def test_when_the_customer_takes_it_back_in_time(self, ivan: Visitor, irina: Visitor, number: int):
        await act(irina, number, "payment")
        await ivan.client.post(f"/orders/{number}/cancellation", headers=BROWSER)

        assert (await order_of(ivan.shop, number)).payment is Payment.REFUND_DUE

    async def test_not_before_it_is_due(self, irina: Visitor, number: int):
        page = await irina.open(f"/staff/orders/{number}")

        assert (await press(irina, page, "return")).status_code == 409


class TestTheBooks:
    async def test_an_unpaid_order_of_somebody_erased_is_taken_back(
        self, ivan: Visitor, number: int, mailserver: MailServer
    ):
        await mailserver.collect(ivan.shop)
        order = await erased(ivan.shop, number)

        assert (order.work, order.delivery["name"]) == (Work.CANCELLED, "")

    async def test_of_a_paid_one_the_books_keep_to_whom_it_went(
        self, ivan: Visitor, irina: Visitor, number: int, mailserver: MailServer
    ):
        await act(irina, number, "payment")
        await act(irina, number, "decline", reason="The frame is out.")
        await act(irina, number, "return")
        await mailserver.collect(ivan.shop)  # a letter on its way still needs the order
        order = await erased(ivan.shop, number)

        assert order.delivery["name"] == "Иван Петров"
        assert order.email == ""
