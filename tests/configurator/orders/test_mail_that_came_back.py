"""Anna mistyped her e-mail: our mail comes back, her page says so, and she corrects it."""

from __future__ import annotations

from tests.support.mail import MailServer, words_of
from tests.support.orders import paid_order
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor

WRONG, RIGHT = "ana@example.org", "anna@example.org"
CAME_BACK = f"Our mail to {WRONG} came back."


async def test_it_is_said_and_mended(anna: Visitor, irina: Visitor, mailserver: MailServer):
    mailserver.refused.add(WRONG)
    number = await paid_order(anna, delivery={"email": WRONG})
    at = f"/orders/{number}"
    assert CAME_BACK not in (await anna.open(at)).words

    await mailserver.collect(anna.shop)
    assert CAME_BACK in (await anna.open(at)).notices
    assert "Our mail to the customer came back." in (await irina.open(f"/staff{at}")).words

    answer = await anna.client.post(f"{at}/email", data={"email": " Anna@Example.org "}, headers=BROWSER)
    assert answer.status_code == 303
    assert "came back" not in (await anna.open(at)).words

    await mailserver.collect(anna.shop)
    (letter,) = [each for each in mailserver.to(RIGHT) if f"order {number}" in each["Subject"]]
    assert "We are looking at it" in words_of(letter)


async def test_an_address_that_is_none_is_refused_and_kept(anna: Visitor, number: int):
    answer = await anna.client.post(f"/orders/{number}/email", data={"email": "anna@"}, headers=BROWSER)
    page = Page(answer)

    assert answer.status_code == 422
    assert page.field("email")["value"] == "anna@"
    assert "This does not look like an e-mail address" in page.description("email")


async def test_nobody_else_can_have_it_written_elsewhere(number: int, irina: Visitor):
    answer = await irina.client.post(f"/orders/{number}/email", data={"email": RIGHT}, headers=BROWSER)

    assert answer.status_code == 404
