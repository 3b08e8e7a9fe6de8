"""The demo's mailbox: whatever the shop mails is there to read, and nothing of it exists outside the demo."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from os import utime
from pathlib import Path

import aiosmtplib
import pytest
from httpx import AsyncClient
from litestar import Litestar

from app.asgi import create_app
from app.core.mail import Letter, send_letter
from app.core.security import POLICY
from app.core.settings import Settings
from app.demo.mailbox import Mailbox
from app.demo.mailserver import mail_server
from app.demo.running import demo
from app.worker import create_worker
from tests.support.mail import deliver_due
from tests.support.shops import free_port
from tests.support.visitors import Visitor, visitor_of

LETTER = Letter(
    subject="We have your <order>",
    paragraphs=("Hello Anna,", "<script>alert(1)</script>"),
    action=("See your order", "https://shop.example/orders/12?key=a&b=c"),
    reason="You get this mail because you ordered at our shop.",
)


@pytest.fixture
async def demo_shop(settings: Settings, sqlite_template: Path) -> AsyncIterator[Litestar]:
    """The demo shop with its own servers, on an empty database."""
    shutil.copy(sqlite_template, settings.data / "atelier.sqlite3")
    async with demo(replace(settings, demo=True, demo_payment_port=free_port())) as changed:
        app = create_app(changed)
        async with app.lifespan():
            yield app


@pytest.fixture
async def anna(demo_shop: Litestar) -> AsyncIterator[Visitor]:
    visitor = visitor_of(demo_shop)
    yield visitor
    await visitor.client.aclose()


@pytest.fixture
def mailbox(settings: Settings) -> Mailbox:
    return Mailbox.of(settings)


async def mail_to(shop: Litestar, to: str = "anna@example.org", letter: Letter = LETTER, locale: str = "en") -> None:
    """A letter from the shop, by its outbox and its worker."""
    async with shop.state.database.writing() as session:
        await send_letter(session, to, locale, letter)
    assert await deliver_due(create_worker(shop.state.settings, shop.state.database, None).relay) == 1


def message(subject: str, message_id: str = "") -> bytes:
    made = EmailMessage()
    made["Subject"] = subject
    made["To"] = "anna@example.org"
    if message_id:
        made["Message-ID"] = message_id
    made.set_content("Hello")
    return made.as_bytes()


async def test_an_empty_mailbox_says_so(anna: Visitor):
    assert "Nothing has arrived yet" in (await anna.open("/demo/mail")).words
    assert "Пока ничего не пришло" in (await anna.open("/ru/demo/mail")).words


async def test_what_the_shop_mails_is_there_to_read(demo_shop: Litestar, anna: Visitor):
    await mail_to(demo_shop)

    listed = await anna.open("/demo/mail")
    assert "anna@example.org" in listed.words
    letter = await anna.open(listed.link("We have your <order>"))

    assert "Hello Anna," in letter.words
    assert "<script>alert(1)</script>" in letter.words
    assert letter.link("orders/12") == "https://shop.example/orders/12?key=a&b=c"
    assert letter.link("Mailbox of the demo") == "/demo/mail"


async def test_its_html_is_shown_shut_in(demo_shop: Litestar, anna: Visitor):
    await mail_to(demo_shop)
    letter = await anna.open((await anna.open("/demo/mail")).link("order"))
    (frame,) = letter.all("iframe")

    answer = await anna.client.get(frame["src"])

    assert frame["sandbox"] == "allow-top-navigation-by-user-activation"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "&lt;script&gt;" in answer.text
    assert "<script" not in answer.text
    assert '<base target="_top">' in answer.text


async def test_the_page_of_a_letter_may_show_the_frame_and_nothing_more_than_others(demo_shop: Litestar, anna: Visitor):
    await mail_to(demo_shop)
    href = (await anna.open("/demo/mail")).link("order")

    assert (await anna.client.get(href)).headers["content-security-policy"] == f"{POLICY}; frame-src 'self'"


async def test_the_newest_letter_stands_first(mailbox: Mailbox):
    for age, subject in enumerate(("third", "second", "first")):
        mailbox.keep(message(subject))
        (fresh,) = (each for each in mailbox.newest() if each.subject == subject)
        moment = datetime(2026, 11, 25, 12 + age, tzinfo=UTC).timestamp()
        utime(mailbox.folder / f"{fresh.id}.eml", (moment, moment))

    assert [each.subject for each in mailbox.newest()] == ["first", "second", "third"]


async def test_what_is_sent_twice_is_shown_once(mailbox: Mailbox):
    for _ in range(2):
        mailbox.keep(message("once", "<1@shop.example>"))
    mailbox.keep(message("another", "<2@shop.example>"))

    assert sorted(each.subject for each in mailbox.newest()) == ["another", "once"]


async def test_it_speaks_smtp_with_anyone_on_this_machine(mailbox: Mailbox):
    async with mail_server(mailbox) as address:
        port = int(address.rpartition(":")[2])
        await aiosmtplib.send(message("Тема"), sender="shop@example.org", recipients=["anna@example.org"], port=port)

    (received,) = mailbox.newest()
    assert (received.subject, received.text, received.html) == ("Тема", "Hello\r\n", "")


async def test_a_letter_without_html_has_no_frame(mailbox: Mailbox, anna: Visitor):
    mailbox.keep(message("plain"))

    page = await anna.open((await anna.open("/demo/mail")).link("plain"))

    assert page.all("iframe") == []


@pytest.mark.parametrize("letter_id", ["nothing", "0" * 32, "..%2f..%2fatelier", "atelier.sqlite3"])
@pytest.mark.parametrize("tail", ["", "/html"])
async def test_an_id_that_nothing_has_is_not_found(anna: Visitor, letter_id: str, tail: str):
    await anna.open(f"/demo/mail/{letter_id}{tail}", 404)


async def test_where_servers_and_a_seller_are_named_the_demo_brings_none(settings: Settings):
    servers = {"smtp_url": "smtp://mail.example", "stripe_key": "sk_test_1", "feed_url": "https://events.example"}
    named = replace(settings, demo=True, seller=("Atelier GmbH",), bank=("IBAN",), **servers)

    async with demo(named) as changed:
        assert changed == named


@pytest.mark.parametrize("path", ["/demo/mail", f"/demo/mail/{'0' * 32}", f"/demo/mail/{'0' * 32}/html"])
async def test_a_shop_for_real_has_no_such_pages(client: AsyncClient, path: str):
    assert (await client.get(path)).status_code == 404
