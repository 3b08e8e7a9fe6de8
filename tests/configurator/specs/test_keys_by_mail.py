""" "Mail me this link": a letter with a key that opens the spec, all of it, in any browser."""

import re

import pytest
from litestar import Litestar

from tests.support.mail import MailServer, words_of
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor

ANNA = "anna@example.org"
AN_HOUR = 5


async def ask(owner: Visitor, spec: str, email: str = ANNA, prefix: str = "") -> Page:
    """Fill in the form on the spec's page; the page that answers."""
    words = {"": "Send the link", "/ru": "Отправить ссылку"}[prefix]
    return await owner.go_on(await owner.press(await owner.open(prefix + spec), words, email=email))


async def letter(mailserver: MailServer, shop: Litestar, email: str = ANNA) -> str:
    """The words of the last letter to an address."""
    await mailserver.collect(shop)
    return words_of(mailserver.to(email)[-1])


def key_in(words: str) -> str:
    """The address in a letter."""
    (found,) = set(re.findall(r"https://shop\.example(/\S*key\?token=\S+)", words))
    return str(found)


async def test_the_letters_link_opens_it_elsewhere_with_everything(
    stocked: Litestar, mailserver: MailServer, owner: Visitor, spec: str, helper: Visitor
):
    page = await ask(owner, spec)
    assert "The link is on its way to you." in page.words

    key = await helper.open(key_in(await letter(mailserver, stocked)))
    assert "Annabella" not in key.words
    (form,) = (form for form in key.all("form") if form["action"].endswith("/key"))
    (button,) = form.all("button")
    shown = await helper.go_on(await helper.press(key, button.words))
    assert "Annabella" in shown.words
    assert (await helper.client.post(f"{spec}/name", data={"name": "Ours"}, headers=BROWSER)).status_code == 303
    assert (await owner.open(spec)).all("h1")[0].words == "Ours"


async def test_the_letter_says_nothing_of_what_is_in_it(
    stocked: Litestar, mailserver: MailServer, owner: Visitor, spec: str
):
    await owner.client.post(f"{spec}/name", data={"name": "Papa's bike"}, headers=BROWSER)
    await ask(owner, spec)
    words = await letter(mailserver, stocked)

    assert spec.removeprefix("/specs/") in words
    assert not [told for told in ("Annabella", "97.5", "Papa", "Pine") if told in words]


async def test_it_comes_in_the_language_of_the_page(
    stocked: Litestar, mailserver: MailServer, owner: Visitor, spec: str
):
    await ask(owner, spec, prefix="/ru")

    assert "никому не пересылайте" in await letter(mailserver, stocked)


@pytest.mark.parametrize(
    "email", ["", "anna", "anna@", "a b@example.org", "anna@example.org\nbcc: x@y.example", "@" * 300]
)
async def test_what_is_no_address_comes_back_with_a_word_about_it(owner: Visitor, spec: str, email: str):
    answer = await owner.client.post(f"{spec}/keys", data={"email": email}, headers=BROWSER)
    page = Page(answer)

    assert answer.status_code == 422
    assert page.field("email")["aria-invalid"] == "true"
    assert "anna@example.org" in page.description("email")
    assert page.field("email")["value"] == email.strip()


async def test_a_stranger_gets_no_key_to_it(spec: str, stranger: Visitor):
    answer = await stranger.client.post(f"{spec}/keys", data={"email": ANNA}, headers=BROWSER)

    assert answer.status_code == 404


async def test_nobody_can_have_us_flood_an_address(stocked: Litestar, owner: Visitor, spec: str):
    asked = [await owner.client.post(f"{spec}/keys", data={"email": ANNA}, headers=BROWSER) for _ in range(AN_HOUR + 1)]

    assert [answer.status_code for answer in asked] == [303] * AN_HOUR + [429]
    assert int(asked[-1].headers["retry-after"]) > 0
