"""Mail, from a letter in a transaction to what a real mail server receives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest
import time_machine
from litestar import Litestar
from sqlalchemy import select

from app.core import mail
from app.core.database import Database
from app.core.mail import Letter, MailTransport, send_letter
from app.core.outbox import Outgoing, Relay, failures
from app.core.settings import Settings
from app.worker import create_worker
from tests.support.mail import MailServer, deliver_due, words_of

ANNA = "anna@example.org"
ORDER = "https://shop.example/orders/12?key=a&b=c"
PLACED = Letter(
    subject="We have your order",
    paragraphs=("Hello Anna,", "Your <e-bike> is ordered."),
    rows=(("E-bike", "€3,480.00"), ("Total", "€3,519.00")),
    action=("See your order", ORDER),
    after=("Answer this mail if something is wrong.",),
    reason="You get this mail because you ordered at our shop.",
)
RUSSIAN = Letter(
    subject="Ваш заказ принят — «Городской»",
    paragraphs=("Здравствуйте, Дарья!",),
    action=("Открыть заказ", ORDER),
    reason="Вы получили это письмо, потому что сделали заказ.",
)


@pytest.fixture
def transport(settings: Settings, mailserver: MailServer) -> MailTransport:
    return MailTransport(replace(settings, smtp_url=mailserver.url))


@pytest.fixture
def relay(database: Database, transport: MailTransport) -> Relay:
    return Relay(database, {mail.KIND: transport.send})


async def write(database: Database, letter: Letter = PLACED, to: str = ANNA, locale: str = "en") -> str:
    """Send a letter; the id of its row."""
    async with database.writing() as session:
        await send_letter(session, to, locale, letter, about="order:12")
        return (await session.scalars(select(Outgoing.id).order_by(Outgoing.created_at.desc()).limit(1))).one()


async def receive(database: Database, relay: Relay, mailserver: MailServer, **sent: object) -> EmailMessage:
    """Send a letter; the one mail that the server got."""
    await write(database, **sent)  # type: ignore[arg-type]
    await deliver_due(relay)
    (message,) = mailserver.messages
    return message


async def state_of(database: Database, row_id: str) -> Outgoing:
    async with database.reading() as session:
        return (await session.scalars(select(Outgoing).where(Outgoing.id == row_id))).one()


async def test_a_letter_arrives_as_text_and_as_html(database: Database, relay: Relay, mailserver: MailServer):
    message = await receive(database, relay, mailserver)

    assert message["To"] == ANNA
    assert message["Subject"] == "We have your order"
    assert message.get_content_type() == "multipart/alternative"
    assert words_of(message) == (
        "Hello Anna,\n\n"
        "Your <e-bike> is ordered.\n\n"
        "E-bike: €3,480.00\nTotal: €3,519.00\n\n"
        f"See your order:\n{ORDER}\n\n"
        "Answer this mail if something is wrong.\n\n"
        "-- \nAtelier\nYou get this mail because you ordered at our shop.\n"
    )
    html = words_of(message, "html")
    assert "Your &lt;e-bike&gt; is ordered." in html
    assert html.count('href="https://shop.example/orders/12?key=a&amp;b=c"') == 2
    assert "€3,519.00</td>" in html
    assert "You get this mail because you ordered at our shop." in html


async def test_the_html_carries_its_styles_at_each_element_and_those_for_the_dark_in_its_head(
    database: Database, relay: Relay, mailserver: MailServer
):
    html = words_of(await receive(database, relay, mailserver), "html")

    assert '<a class="action" href="https://shop.example/orders/12?key=a&amp;b=c" style="display: inline-block' in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert "http://" not in html
    assert "<img" not in html


async def test_its_head_says_what_it_is(database: Database, relay: Relay, mailserver: MailServer):
    before = datetime.now(UTC) - timedelta(seconds=1)
    message = await receive(database, relay, mailserver)

    async with database.reading() as session:
        row_id = (await session.scalars(select(Outgoing.id))).one()
    assert message["Message-ID"] == f"<{row_id}@shop.example>"
    assert message["From"] == "Atelier <shop@shop.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert before <= parsedate_to_datetime(message["Date"]) <= datetime.now(UTC)


async def test_a_russian_letter_is_russian_throughout(database: Database, relay: Relay, mailserver: MailServer):
    message = await receive(database, relay, mailserver, letter=RUSSIAN, locale="ru")

    assert message["Subject"] == "Ваш заказ принят — «Городской»"
    assert message["Content-Language"] == "ru"
    assert "Здравствуйте, Дарья!" in words_of(message)
    html = words_of(message, "html")
    assert '<html lang="ru">' in html
    assert "Если кнопка не работает" in html
    assert "Вы получили это письмо" in html


async def test_nothing_written_in_a_letter_becomes_a_header(database: Database, relay: Relay, mailserver: MailServer):
    message = await receive(
        database,
        relay,
        mailserver,
        letter=replace(PLACED, subject="Hello\r\nBcc: stranger@example.org\r\n\r\n<b>body</b>"),
    )

    assert message["Bcc"] is None
    assert message["Subject"] == "Hello Bcc: stranger@example.org <b>body</b>"


@pytest.mark.parametrize(
    "to",
    [
        "anna@example.org\r\nBcc: stranger@example.org",
        "anna@example.org, stranger@example.org",
        "Anna <anna@example.org>",
        "anna",
        "anna@",
        "",
    ],
)
async def test_what_is_no_address_is_refused_at_once(database: Database, relay: Relay, mailserver: MailServer, to: str):
    row_id = await write(database, to=to)

    await deliver_due(relay)

    assert mailserver.messages == []
    assert (await state_of(database, row_id)).error == "this is no address that mail can go to"


@pytest.mark.parametrize(
    ("to", "arrives"),
    [("анна@пример.рф", "анна@xn--e1afmkfd.xn--p1ai"), ("anna@bücher.example", "anna@xn--bcher-kva.example")],
)
async def test_addresses_may_be_written_in_any_script(
    database: Database, relay: Relay, mailserver: MailServer, to: str, arrives: str
):
    message = await receive(database, relay, mailserver, to=to)

    assert message["To"] == arrives


async def test_the_shop_may_have_a_name_in_any_script(database: Database, settings: Settings, mailserver: MailServer):
    named = replace(settings, smtp_url=mailserver.url, mail_from="Ателье «Клён» <лавка@пример.рф>")
    message = await receive(
        database, Relay(database, {mail.KIND: MailTransport(named).send}), mailserver, letter=RUSSIAN, locale="ru"
    )

    assert message["From"] == "Ателье «Клён» <лавка@xn--e1afmkfd.xn--p1ai>"


async def test_a_reader_whom_the_server_does_not_know_is_given_up_and_told(
    database: Database, relay: Relay, mailserver: MailServer, capsys: pytest.CaptureFixture[str]
):
    mailserver.refused.add(ANNA)
    await write(database)
    await write(database, to="darya@example.org")

    await deliver_due(relay)

    assert [message["To"] for message in mailserver.messages] == ["darya@example.org"]
    async with database.reading() as session:
        assert [row.error for row in await failures(session, "order:12")] == ["the mail server answers 550"]
    assert "anna" not in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # of the tests' server, on this machine
@pytest.mark.parametrize(("password", "error"), [("p%2Fw%20%40", ""), ("wrong", "the mail server answers 535")])
async def test_the_shop_says_who_it_is_where_the_server_asks(
    database: Database, settings: Settings, mailserver: MailServer, password: str, error: str
):
    mailserver.close()
    mailserver.account = ("shop@example.org", "p/w @")
    mailserver.open()
    url = mailserver.url.replace("://", f"://shop%40example.org:{password}@")
    row_id = await write(database)

    await deliver_due(Relay(database, {mail.KIND: MailTransport(replace(settings, smtp_url=url)).send}))

    row = await state_of(database, row_id)
    assert (row.error, row.failed_at) == (error, None)
    assert len(mailserver.messages) == (0 if error else 1)


async def test_a_busy_server_is_asked_again(database: Database, relay: Relay, mailserver: MailServer):
    mailserver.busy = True
    with time_machine.travel(datetime.now(UTC), tick=True) as traveller:
        row_id = await write(database)
        await deliver_due(relay)
        assert (await state_of(database, row_id)).error == "the mail server answers 451"

        mailserver.busy = False
        traveller.shift(timedelta(minutes=1))
        await deliver_due(relay)

    assert len(mailserver.to(ANNA)) == 1


async def test_while_the_server_is_away_nothing_is_lost(database: Database, relay: Relay, mailserver: MailServer):
    mailserver.close()
    with time_machine.travel(datetime.now(UTC), tick=True) as traveller:
        ids = [await write(database, letter=replace(PLACED, subject=f"Letter {n}")) for n in range(5)]
        for _ in range(3):
            assert await deliver_due(relay) == 5
            traveller.shift(timedelta(hours=1))
        assert (await state_of(database, ids[0])).error == "the mail server cannot be reached"

        mailserver.open()
        await deliver_due(relay)

    assert sorted(message["Subject"] for message in mailserver.messages) == [f"Letter {n}" for n in range(5)]
    assert {message["Message-ID"] for message in mailserver.messages} == {f"<{each}@shop.example>" for each in ids}


async def test_a_server_that_does_not_answer_is_left_and_asked_again(
    database: Database, relay: Relay, mailserver: MailServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mail, "TIMEOUT", 0.2)
    mailserver.delay = 1
    row_id = await write(database)

    await deliver_due(relay)

    row = await state_of(database, row_id)
    assert (row.error, row.failed_at) == ("the mail server cannot be reached", None)


async def test_without_a_mail_server_mail_waits_and_start_up_says_so(
    app: Litestar, database: Database, settings: Settings, mailserver: MailServer, capsys: pytest.CaptureFixture[str]
):
    row_id = await write(database)
    worker = create_worker(settings, database, None)

    assert "waits in the outbox" in capsys.readouterr().err
    assert await deliver_due(worker.relay) == 0
    assert (await state_of(database, row_id)).tries == 0
    assert len(await mailserver.collect(app)) == 1


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "username", "password"),
    [
        ("smtp://localhost", "localhost", 25, False, None, None),
        ("smtp://shop%40example.org:p%2Fw@mail.example", "mail.example", 587, False, "shop@example.org", "p/w"),
        ("smtps://shop:pw@mail.example", "mail.example", 465, True, "shop", "pw"),
        ("smtp://[::1]:2525", "::1", 2525, False, None, None),
    ],
)
def test_the_address_of_the_server_says_how_to_speak_to_it(
    settings: Settings, url: str, host: str, port: int, tls: bool, username: str | None, password: str | None
):
    transport = MailTransport(replace(settings, smtp_url=url))

    said = (transport.host, transport.port, transport.tls, transport.username, transport.password)
    assert said == (host, port, tls, username, password)
